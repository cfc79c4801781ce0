import FlowJSON

extension ChoiceRule.Condition {
    /// The rule in a few words, as the label of a way.
    var words: String {
        switch self {
        case .test(let test): test.words
        case .condition(.literal(let value)): value ? "always" : "never"
        case .condition(.path(let path)): path
        case .condition(.expression(let expression)): expression.source
        }
    }
}

extension DataTest {
    fileprivate var words: String {
        switch self {
        case .and(let tests): tests.map(\.operand).joined(separator: " and ")
        case .or(let tests): tests.map(\.operand).joined(separator: " or ")
        case .not(let test): "not \(test.operand)"
        case .commented(_, let test): test.words
        case .comparison(let variable, let comparison, let operand):
            comparison.family == .type
                ? typeTest(variable, comparison, operand) : "\(variable) \(comparison.symbol) \(operand.words)"
        }
    }

    /// The test in parentheses, where it is joined itself.
    private var operand: String {
        switch self {
        case .and, .or: "(\(words))"
        case .commented(_, let test): test.operand
        case .not, .comparison: words
        }
    }

    private func typeTest(_ variable: String, _ comparison: ChoiceOperator, _ operand: Operand) -> String {
        let isNegated = operand == .literal(.bool(false))
        return "\(variable) is \(isNegated ? "not " : "")\(comparison.rawValue.dropFirst(2).lowercased())"
    }
}

extension DataTest.Operand {
    fileprivate var words: String {
        switch self {
        case .literal(let value): value.text
        case .path(let path): path
        }
    }
}

extension ChoiceOperator {
    fileprivate var symbol: String {
        if family == .pattern { return "like" }
        return switch relation {
        case .equal: "="
        case .less: "<"
        case .greater: ">"
        case .lessOrEqual: "≤"
        case .greaterOrEqual: "≥"
        }
    }
}
