package import FlowJSON

/// A test of a JSONPath rule: a comparison, or tests joined.
package indirect enum DataTest: Hashable, Sendable {
    /// Every one holds; judged from the left, and no further than the first that doesn't.
    case and([DataTest])
    /// At least one holds; judged from the left, and no further than the first that does.
    case or([DataTest])
    /// The other one does not hold.
    case not(DataTest)
    /// The value at a path, compared.
    case comparison(variable: String, ChoiceOperator, Operand)
    /// A test with a comment for people; a rule's own comment is the rule's.
    case commented(String, DataTest)

    /// What a value is compared with.
    package enum Operand: Hashable, Sendable {
        /// A value of the operator's type.
        case literal(JSON)
        /// A path to the value: `NumericEqualsPath`.
        case path(String)
    }

    var json: JSON {
        var object = JSONObject()
        write(into: &object)
        return .object(object)
    }

    func write(into object: inout JSONObject) {
        switch self {
        case .and(let tests): object["And"] = tests.json { $0.json }
        case .or(let tests): object["Or"] = tests.json { $0.json }
        case .not(let test): object["Not"] = test.json
        case .comparison(let variable, let comparison, .literal(let value)):
            object["Variable"] = .string(variable)
            object[comparison.rawValue] = value
        case .comparison(let variable, let comparison, .path(let path)):
            object["Variable"] = .string(variable)
            object[comparison.rawValue + "Path"] = .string(path)
        case .commented(let comment, let test):
            object["Comment"] = .string(comment)
            test.write(into: &object)
        }
    }
}
