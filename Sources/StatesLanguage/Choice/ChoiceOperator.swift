import FlowJSON

/// A comparison of a JSONPath choice rule; a name that ends in `Path` is the same one with a path as its operand.
package enum ChoiceOperator: String, CaseIterable, Hashable, Sendable {
    case stringEquals = "StringEquals"
    case stringLessThan = "StringLessThan"
    case stringGreaterThan = "StringGreaterThan"
    case stringLessThanEquals = "StringLessThanEquals"
    case stringGreaterThanEquals = "StringGreaterThanEquals"
    case stringMatches = "StringMatches"
    case numericEquals = "NumericEquals"
    case numericLessThan = "NumericLessThan"
    case numericGreaterThan = "NumericGreaterThan"
    case numericLessThanEquals = "NumericLessThanEquals"
    case numericGreaterThanEquals = "NumericGreaterThanEquals"
    case booleanEquals = "BooleanEquals"
    case timestampEquals = "TimestampEquals"
    case timestampLessThan = "TimestampLessThan"
    case timestampGreaterThan = "TimestampGreaterThan"
    case timestampLessThanEquals = "TimestampLessThanEquals"
    case timestampGreaterThanEquals = "TimestampGreaterThanEquals"
    case isNull = "IsNull"
    case isPresent = "IsPresent"
    case isNumeric = "IsNumeric"
    case isString = "IsString"
    case isBoolean = "IsBoolean"
    case isTimestamp = "IsTimestamp"

    /// What an operator compares; a value of any other type does not match.
    package enum Family: Hashable, Sendable {
        /// Texts, by code point.
        case string
        /// A text with a pattern in which `*` stands for any run of characters.
        case pattern
        /// Numbers.
        case numeric
        /// `true` and `false`.
        case boolean
        /// Texts that name moments.
        case timestamp
        /// Nothing: it tells what type a value has, and its operand is `true` or `false`.
        case type
    }

    /// How an operator compares.
    package enum Relation: Hashable, Sendable {
        /// Both are the same.
        case equal
        /// The variable is the smaller one.
        case less
        /// The variable is the larger one.
        case greater
        /// The variable is not the larger one.
        case lessOrEqual
        /// The variable is not the smaller one.
        case greaterOrEqual
    }

    /// What the operator compares.
    package var family: Family {
        switch self {
        case .stringEquals, .stringLessThan, .stringGreaterThan, .stringLessThanEquals, .stringGreaterThanEquals:
            .string
        case .stringMatches: .pattern
        case .numericEquals, .numericLessThan, .numericGreaterThan, .numericLessThanEquals,
            .numericGreaterThanEquals:
            .numeric
        case .booleanEquals: .boolean
        case .timestampEquals, .timestampLessThan, .timestampGreaterThan, .timestampLessThanEquals,
            .timestampGreaterThanEquals:
            .timestamp
        case .isNull, .isPresent, .isNumeric, .isString, .isBoolean, .isTimestamp: .type
        }
    }

    /// How the operator compares; `equal` for `StringMatches` and the type tests.
    package var relation: Relation {
        switch self {
        case .stringEquals, .numericEquals, .booleanEquals, .timestampEquals, .stringMatches, .isNull, .isPresent,
            .isNumeric, .isString, .isBoolean, .isTimestamp:
            .equal
        case .stringLessThan, .numericLessThan, .timestampLessThan: .less
        case .stringGreaterThan, .numericGreaterThan, .timestampGreaterThan: .greater
        case .stringLessThanEquals, .numericLessThanEquals, .timestampLessThanEquals: .lessOrEqual
        case .stringGreaterThanEquals, .numericGreaterThanEquals, .timestampGreaterThanEquals: .greaterOrEqual
        }
    }

    /// Whether the operator has a twin whose operand is a path.
    package var hasPathVariant: Bool { family != .type && family != .pattern }

    /// What is wrong with an operand that is written out, in words, or `nil` where it fits.
    func mismatch(of operand: JSON) -> String? {
        switch (family, operand) {
        case (.string, .string), (.pattern, .string), (.timestamp, .string), (.numeric, .integer), (.numeric, .double),
            (.boolean, .bool), (.type, .bool):
            nil
        case (.string, _), (.pattern, _), (.timestamp, _): "should be a string but is \(operand.kindInWords)"
        case (.numeric, _): "should be a number but is \(operand.kindInWords)"
        case (.boolean, _), (.type, _): "should be true or false but is \(operand.kindInWords)"
        }
    }
}
