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
        if case .json(.array(let items)) = value { try chargeParts(.array(items)) }
        return Self.isTruthy(value)
    }

    /// What `$boolean` says, uncounted.
    static func isTruthy(_ value: Value) -> Bool {
        switch value {
        case .json(let json): isTruthy(json)
        case .sequence(let items, _), .constructed(let items): items.contains(where: isTruthy)
        case .mixed(let array): array.items.contains(where: isTruthy)
        case .record(let record): !record.keys.isEmpty
        case .undefined, .unbound, .function, .tuples, .tailCall: false
        }
    }

    private static func isTruthy(_ json: JSON) -> Bool {
        switch json {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .double(let value): value != 0 && !value.isNaN
        case .string(let text): !text.isEmpty
        case .array(let items): items.contains(where: isTruthy)
        case .object(let object): !object.isEmpty
        }
    }
}
