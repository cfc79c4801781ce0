import FlowJSON

/// How a filter compares two values.
enum Comparison: String, CaseIterable, Sendable {
    // In the order in which they are looked for, so that `>=` is not taken for `>`.
    case equal = "=="
    case greaterOrEqual = ">="
    case lessOrEqual = "<="
    case notEqual = "!="
    case less = "<"
    case greater = ">"
    case matches = "=~"

    static func first(in text: PathCompiler.Text) -> (comparison: Comparison, place: Int)? {
        for comparison in allCases {
            let sign = Array(comparison.rawValue.unicodeScalars)
            let place = text.indices.first { text[$0...].prefix(sign.count).elementsEqual(sign) }
            if let place { return (comparison, place) }
        }
        return nil
    }

    /// - Parameter isQuoted: whether the expected value is a text in quotes, which is never taken for a boolean.
    func holds(actual: JSON, expected: JSON, isQuoted: Bool) -> Bool {
        if self != .equal, self != .notEqual, actual.isNull != expected.isNull { return false }
        switch Self.relation(of: actual, to: expected, isQuoted: isQuoted) {
        case .none: return false
        case .different: return self == .notEqual
        case .order(let order):
            return switch self {
            case .equal: order == 0
            case .notEqual: order != 0
            case .less: order < 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            case .greaterOrEqual: order >= 0
            case .matches: false
            }
        }
    }

    private enum Relation {
        /// The two cannot be compared: not even `!=` holds.
        case none
        /// The two are different and have no order.
        case different
        /// Less than, equal to or greater than zero as the actual value is less, equal or greater.
        case order(Int)
    }

    /// The expected value is most often a text of the path, so it is taken as what the actual one is.
    private static func relation(of actual: JSON, to expected: JSON, isQuoted: Bool) -> Relation {
        switch (isNullish(expected), isNullish(actual)) {
        case (true, true): return .order(0)
        case (true, false): return .order(1)
        case (false, true): return .order(-1)
        case (false, false): break
        }
        switch (expected, actual) {
        case (.string(let expected), .string(let actual)):
            return .order(compare(Array(actual.utf16), Array(expected.utf16)))
        case (.integer, .integer), (.integer, .double), (.double, .integer), (.double, .double):
            return .order(compareNumbers(actual, expected))
        case (.string(let text), .integer), (.string(let text), .double):
            // Differs from Jayway 2.0.0, which fails on a text that is no number.
            guard let number = try? JSON(parsing: text), number.doubleValue != nil else { return .different }
            return .order(compareNumbers(actual, number))
        case (.string, .bool) where isQuoted: return .different
        case (.string(let text), .bool(let actual)):
            return .order((actual ? 1 : 0) - (text.lowercased() == "true" ? 1 : 0))
        case (.bool(let expected), .bool(let actual)): return .order((actual ? 1 : 0) - (expected ? 1 : 0))
        case (.string(let text), .object), (.string(let text), .array):
            // `try?`: a text that is no JSON is no container either.
            guard !isQuoted, let literal = try? JSON(parsing: text), literal == actual else { return .none }
            return .order(0)
        default: return .none
        }
    }

    private static func isNullish(_ value: JSON) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text == "null"
        default: false
        }
    }

    private static func compareNumbers(_ left: JSON, _ right: JSON) -> Int {
        if case .integer(let left) = left, case .integer(let right) = right {
            return left < right ? -1 : left > right ? 1 : 0
        }
        let left = left.doubleValue ?? 0
        let right = right.doubleValue ?? 0
        return left < right ? -1 : left > right ? 1 : 0
    }

    /// By UTF-16 units, as Java compares.
    private static func compare(_ left: [UInt16], _ right: [UInt16]) -> Int {
        left.lexicographicallyPrecedes(right) ? -1 : left == right ? 0 : 1
    }
}
