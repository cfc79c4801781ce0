import FlowJSON

/// Keeps values from growing so deep that writing or releasing them would overflow the stack, or so large, by parts
/// that are shared in memory and not in the text, that writing them would never end.
extension Evaluator {
    private static let mostLevels = 1500

    /// Looks at one in 64 of the values that are made; none can grow by more than a level at a time.
    @inline(__always)
    func probe(_ value: Value) throws(EvaluationError) -> Value {
        probeState = probeState &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if probeState >> 58 == 0 { try probeNesting(value) }
        return value
    }

    @inline(never)
    private func probeNesting(_ value: Value) throws(EvaluationError) {
        var budget = 20_000
        _ = try measure(value, level: 0, &budget)
    }

    /// Refuses a value that is too deep, or of more parts than the memory's limit grants.
    func refuseExcess(_ value: Value) throws(EvaluationError) {
        var budget = max(1000, limits.memoryInBytes / 12)
        guard try measure(value, level: 0, &budget) else { throw EvaluationError("D1013") }
    }

    /// Whether the value was walked through before the budget was used up.
    private func measure(_ value: Value, level: Int, _ budget: inout Int) throws(EvaluationError) -> Bool {
        switch value {
        case .json(let json): return try measure(json, level, &budget)
        case .sequence(let items, _), .constructed(let items): return try measure(.array(items), level, &budget)
        case .mixed(let array):
            for item in array.items {
                guard try measure(item, level: try deeper(level), &budget) else { return false }
            }
        case .record(let record):
            for member in record.values {
                guard try measure(member, level: try deeper(level), &budget) else { return false }
            }
        default: break
        }
        return true
    }

    private func measure(_ json: JSON, _ level: Int, _ budget: inout Int) throws(EvaluationError) -> Bool {
        switch json {
        case .array(let items):
            budget -= items.count
            guard budget >= 0 else { return false }
            for item in items where item.isContainer {
                guard try measure(item, try deeper(level), &budget) else { return false }
            }
        case .object(let object):
            budget -= object.count
            guard budget >= 0 else { return false }
            for position in 0..<object.count {
                let member = object.value(at: position)
                guard member.isContainer else { continue }
                guard try measure(member, try deeper(level), &budget) else { return false }
            }
        default: break
        }
        return true
    }

    private func deeper(_ level: Int) throws(EvaluationError) -> Int {
        guard level < Self.mostLevels else { throw EvaluationError("D1011") }
        return level + 1
    }
}

extension JSON {
    fileprivate var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
