import FlowJSON
import StatesLanguage

/// A whole number of a state.
typealias CompiledNumber = CompiledDynamic<Int64>

extension CompiledNumber {
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
