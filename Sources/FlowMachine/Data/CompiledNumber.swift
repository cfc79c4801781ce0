import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// A whole number of a state that is written out or found when the state runs.
enum CompiledNumber: Sendable {
    case literal(Int64)
    case path(CompiledPath)
    case expression(CompiledExpression)

    init(_ value: Dynamic<Int64>, field: String, in names: VariableNames) throws(Diagnostic) {
        switch value {
        case .literal(let number): self = .literal(number)
        case .path(let text): self = .path(try CompiledPath(text, in: names))
        case .expression(let text):
            self = .expression(try CompiledExpression(text, at: FieldLocation(field), in: names))
        }
    }

    var readsContext: Bool {
        switch self {
        case .literal: false
        case .path(let path): path.readsContext
        case .expression(let expression): expression.readsContext
        }
    }

    /// The number; a fault where the value is none, or is under the least one.
    func value(of field: String, atLeast least: Int64, in view: DataView) throws(Fault) -> Int64 {
        switch self {
        case .literal(let number): return number
        case .path(let path):
            let value = try path.fieldValue(in: view)
            // A text of digits is as good as the number.
            guard let number = Int64(value.plainText), number >= least else {
                throw .runtime(
                    "The \(field)Path field refers to value \"\(value.plainText)\" which is not a valid integer: "
                        + path.text
                )
            }
            return number
        case .expression(let expression):
            let value = try expression.value(in: view)
            guard let number = value.integerValue, number >= least else {
                throw expression.unexpectedType(value, expected: least > 0 ? "positive integer" : "integer")
            }
            return number
        }
    }
}

/// A text of a state that is written out or found when the state runs.
enum CompiledText: Sendable {
    case literal(String)
    case path(CompiledPath)
    case expression(CompiledExpression)

    init(_ value: Dynamic<String>, field: String, in names: VariableNames) throws(Diagnostic) {
        switch value {
        case .literal(let text): self = .literal(text)
        case .path(let text): self = .path(try CompiledPath(text, in: names))
        case .expression(let text):
            self = .expression(try CompiledExpression(text, at: FieldLocation(field), in: names))
        }
    }

    var readsContext: Bool {
        switch self {
        case .literal: false
        case .path(let path): path.readsContext
        case .expression(let expression): expression.readsContext
        }
    }
}
