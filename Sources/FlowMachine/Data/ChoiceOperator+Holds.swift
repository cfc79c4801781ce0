import FlowJSON
import StatesLanguage

extension ChoiceOperator {
    /// Whether the comparison of a value with its operand holds; a value of another type does not match.
    func holds(_ value: JSON, _ operand: JSON) -> Bool {
        switch family {
        case .numeric: return compareNumbers(value, operand)
        case .string:
            guard case .string(let text) = value, case .string(let other) = operand else { return false }
            return relation.holds(text.utf8.compared(to: other.utf8))
        case .pattern:
            guard case .string(let text) = value, case .string(let pattern) = operand else { return false }
            return TextPattern(pattern).matches(text)
        case .boolean:
            guard case .bool(let flag) = value, case .bool(let other) = operand else { return false }
            return flag == other
        case .timestamp:
            guard case .string(let text) = value, case .string(let other) = operand,
                let moment = Timestamp(text), let otherMoment = Timestamp(other)
            else { return false }
            return relation.holds(moment.milliseconds - otherMoment.milliseconds)
        case .type:
            return isOfType(value) == (operand.boolValue ?? true)
        }
    }

    private func compareNumbers(_ value: JSON, _ operand: JSON) -> Bool {
        if case .integer(let number) = value, case .integer(let other) = operand {
            return relation.holds(number < other ? -1 : number == other ? 0 : 1)
        }
        guard let number = value.doubleValue, let other = operand.doubleValue else { return false }
        return relation.holds(number < other ? -1 : number == other ? 0 : 1)
    }

    private func isOfType(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.isNull, .null), (.isNumeric, .integer), (.isNumeric, .double), (.isString, .string),
            (.isBoolean, .bool), (.isPresent, _):
            true
        case (.isTimestamp, .string(let text)): Timestamp(text) != nil
        default: false
        }
    }
}

extension ChoiceOperator.Relation {
    /// Whether the relation holds where the first value is smaller (under 0), equal (0) or larger (over 0).
    func holds(_ order: Int64) -> Bool {
        switch self {
        case .equal: order == 0
        case .less: order < 0
        case .greater: order > 0
        case .lessOrEqual: order <= 0
        case .greaterOrEqual: order >= 0
        }
    }
}

extension String.UTF8View {
    /// Under 0, 0 or over 0: the order by code points, which is that of the bytes.
    fileprivate func compared(to other: String.UTF8View) -> Int64 {
        var mine = makeIterator()
        var others = other.makeIterator()
        while true {
            switch (mine.next(), others.next()) {
            case (nil, nil): return 0
            case (nil, _): return -1
            case (_, nil): return 1
            case (let first?, let second?) where first != second: return first < second ? -1 : 1
            default: continue
            }
        }
    }
}
