import FlowJSON
import StatesLanguage

/// The value of `ToleratedFailurePercentage`.
typealias CompiledPercentage = CompiledDynamic<Double>

extension CompiledPercentage {
    /// The field's name.
    static var percentageField: String { "ToleratedFailurePercentage" }

    /// The share, 0 to 100.
    func value(in view: DataView) throws(Fault) -> Double {
        let share = try number(in: view)
        guard 0...100 ~= share else { throw .runtime("\(Self.percentageField) must be between 0 and 100.") }
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
                    "The \(Self.percentageField)Path field refers to value \"\(value.plainText)\" which is not a "
                        + "valid float: \(path.text)"
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
