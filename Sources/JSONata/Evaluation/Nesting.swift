import FlowJSON

/// Keeps values from growing so deep that writing or releasing them would overflow the stack, or so large, by parts
/// that are shared in memory and not in the text, that walking through them would never end.
extension Evaluator {
    private static let mostLevels = 1500
    private static let mostFunctionLevels = 1000

    /// A function that was made of others, unless too many are one in the other to be called, or let go of.
    func held(_ function: Function) throws(EvaluationError) -> Value {
        guard function.nesting <= Self.mostFunctionLevels else { throw EvaluationError("D1011") }
        return .function(function)
    }

    /// Looks at a value that was made of others.
    @inline(__always)
    func probe(_ value: Value) throws(EvaluationError) -> Value {
        if value.holdsContainers { try refuseExcess(value) }
        return value
    }

    /// Refuses a value that is too deep, or of more parts than the memory's limit grants; counts the parts as work.
    func refuseExcess(_ value: Value) throws(EvaluationError) {
        var budget = mostParts
        guard try measure(value, level: 0, &budget) else { throw EvaluationError("D1013") }
        try chargeSteps((mostParts - budget) >> 3)
    }

    /// Counts the parts of a value that is about to be walked through as work.
    func chargeParts(_ json: JSON) throws(EvaluationError) {
        var budget = mostParts
        guard try measure(json, 0, &budget) else { throw EvaluationError("D1013") }
        try chargeSteps((mostParts - budget) >> 4)
    }

    private var mostParts: Int { max(1000, limits.memoryInBytes / 12) }

    /// Whether the value was walked through before the budget was used up.
    private func measure(_ value: Value, level: Int, _ budget: inout Int) throws(EvaluationError) -> Bool {
        switch value {
        case .json(let json): return try measure(json, level, &budget)
        case .sequence(let items, _), .constructed(let items): return try measure(.array(items), level, &budget)
        case .mixed(let array):
            // They are dearer to walk through.
            budget -= 5 * array.items.count
            for item in array.items {
                guard budget >= 0, try measure(item, level: try deeper(level), &budget) else { return false }
            }
        case .record(let record):
            budget -= record.keys.reduce(record.keys.count) { $0 + $1.utf8.count / 12 }
            for member in record.values {
                guard budget >= 0, try measure(member, level: try deeper(level), &budget) else { return false }
            }
        default: break
        }
        return true
    }

    private func measure(_ json: JSON, _ level: Int, _ budget: inout Int) throws(EvaluationError) -> Bool {
        switch json {
        case .array(let items):
            budget -= items.count
            for item in items {
                switch item {
                case .string(let text): budget -= text.utf8.count / 12
                case .array, .object:
                    guard budget >= 0, try measure(item, try deeper(level), &budget) else { return false }
                case .null, .bool, .integer, .double: break
                }
            }
        case .object(let object):
            budget -= object.count + (object.shape?.bytesOfLongKeys ?? 0) / 12
            for position in 0..<object.count {
                let member = object.value(at: position)
                switch member {
                case .string(let text): budget -= text.utf8.count / 12
                case .array, .object:
                    guard budget >= 0, try measure(member, try deeper(level), &budget) else { return false }
                case .null, .bool, .integer, .double: break
                }
            }
        case .string(let text): budget -= text.utf8.count / 12
        case .null, .bool, .integer, .double: break
        }
        return budget >= 0
    }

    private func deeper(_ level: Int) throws(EvaluationError) -> Int {
        guard level < Self.mostLevels else { throw EvaluationError("D1011") }
        return level + 1
    }
}

extension Value {
    /// Whether there are arrays or objects, or functions, among its parts.
    fileprivate var holdsContainers: Bool {
        switch self {
        case .json(.array(let items)), .sequence(let items, _), .constructed(let items):
            return items.contains { $0.isContainer }
        case .json(.object(let object)):
            for position in 0..<object.count where object.value(at: position).isContainer { return true }
            return false
        case .mixed, .record: return true
        default: return false
        }
    }
}

extension JSON {
    /// Whether it is so short as text, and so flat, that an error can carry it.
    var isWritable: Bool {
        guard isContainer else { return true }
        var budget = 1 << 24
        return isWritable(0, &budget)
    }

    private func isWritable(_ level: Int, _ budget: inout Int) -> Bool {
        budget -= 4
        guard budget >= 0, level <= 1500 else { return false }
        switch self {
        case .string(let text): budget -= text.utf8.count
        case .array(let items): for item in items where !item.isWritable(level + 1, &budget) { return false }
        case .object(let object):
            for (key, value) in object {
                budget -= key.utf8.count
                if !value.isWritable(level + 1, &budget) { return false }
            }
        case .null, .bool, .integer, .double: break
        }
        return budget >= 0
    }

    /// Whether it is an array or an object.
    var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
