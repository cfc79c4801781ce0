import FlowJSON

/// `and`, `or`, and what counts as true.
extension Evaluator {
    func logic(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let left = try isTrue(try evaluate(node.a, input, frame))
        if node.opcode == .and ? !left : left { return .bool(left) }
        return .bool(try isTrue(try evaluate(node.b, input, frame)))
    }

    /// What `$boolean` says; nothing is false.
    @inline(__always)
    func isTrue(_ value: Value) throws(EvaluationError) -> Bool {
        if case .json(.bool(let bool)) = value { return bool }
        return try isTrueByValue(value)
    }

    private func isTrueByValue(_ value: Value) throws(EvaluationError) -> Bool {
        var seen = 0
        let answer = try isTrue(value, &seen)
        if seen > 3 { try chargeSteps(seen >> 2 + seen >> 4) }
        return answer
    }

    /// Whether it is true; counts the items that were looked at.
    private func isTrue(_ value: Value, _ seen: inout Int) throws(EvaluationError) -> Bool {
        switch value {
        case .json(let json): return try isTrue(json, &seen)
        case .sequence(let items, _), .constructed(let items): return try isTrue(.array(items), &seen)
        case .mixed(let array):
            try count(&seen)
            for item in array.items {
                seen += 1
                if try isTrue(item, &seen) { return true }
            }
            return false
        case .record(let record): return !record.keys.isEmpty
        case .undefined, .unbound, .function, .tuples, .tailCall: return false
        }
    }

    private func isTrue(_ json: JSON, _ seen: inout Int) throws(EvaluationError) -> Bool {
        switch json {
        case .null: return false
        case .bool(let value): return value
        case .integer(let value): return value != 0
        case .double(let value): return value != 0 && !value.isNaN
        case .string(let text): return !text.isEmpty
        case .array(let items):
            try count(&seen)
            for item in items {
                seen += 1
                if try isTrue(item, &seen) { return true }
            }
            return false
        case .object(let object): return !object.isEmpty
        }
    }

    /// Counts what was looked at as work, when it has become much.
    private func count(_ seen: inout Int) throws(EvaluationError) {
        guard seen > 1 << 12 else { return }
        try chargeSteps(seen >> 2 + seen >> 4)
        seen = 0
    }
}
