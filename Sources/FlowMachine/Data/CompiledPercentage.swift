import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// `ToleratedFailurePercentage`: written out or found when the state runs.
enum CompiledPercentage: Sendable {
    case literal(Double)
    case path(CompiledPath)
    case expression(CompiledExpression)

    private static let field = "ToleratedFailurePercentage"

    init(_ value: Dynamic<Double>, in names: VariableNames) throws(Diagnostic) {
        switch value {
        case .literal(let number): self = .literal(number)
        case .path(let text): self = .path(try CompiledPath(text, in: names))
        case .expression(let text):
            self = .expression(try CompiledExpression(text, at: FieldLocation(Self.field), in: names))
        }
    }

    var readsContext: Bool {
        switch self {
        case .literal: false
        case .path(let path): path.readsContext
        case .expression(let expression): expression.readsContext
        }
    }

    /// The share, 0 to 100.
    func value(in view: DataView) throws(Fault) -> Double {
        let share = try number(in: view)
        guard 0...100 ~= share else { throw .runtime("\(Self.field) must be between 0 and 100.") }
        return share
    }

    private func number(in view: DataView) throws(Fault) -> Double {
        switch self {
        case .literal(let number): return number
        case .path(let path):
            let value = try path.fieldValue(in: view)
            // A text of digits is as good as the number.
            guard let number = Double(value.plainText) else {
                throw .runtime(
                    "The \(Self.field)Path field refers to value \"\(value.plainText)\" which is not a valid float: "
                        + path.text
                )
            }
            return number
        case .expression(let expression):
            let value = try expression.value(in: view)
            guard let number = value.doubleValue else { throw expression.unexpectedType(value, expected: "number") }
            return number
        }
    }
}
