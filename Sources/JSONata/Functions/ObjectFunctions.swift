import FlowJSON

/// `$keys`, `$lookup`, `$spread`, `$merge`, `$type`, `$clone`, `$error`, `$assert`
extension Evaluator {
    func callObject(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let first = arguments.argument(0)
        switch builtin {
        case .keys:
            var keys = JSONObject()
            try collectKeys(first, &keys)
            return .sequence(keys.keys.map { .string($0) }, keep: false)
        case .lookup:
            guard let key = arguments.text(1) else { return .undefined }
            return try lookUp(JSONKey(key), in: first)
        case .spread: return try spread(first)
        case .merge: return try merge(first)
        case .type: return Self.type(of: first).map { .string($0) } ?? .undefined
        case .clone:
            if case .json = first { return first }
            try refuseExcess(first)
            return first.shown.map { .json($0) } ?? .undefined
        case .error:
            let message = arguments.text(0) ?? "$error() function evaluated"
            throw EvaluationError("D3137", details: [("message", .string(message))])
        default:
            if try isTrue(first) { return .undefined }
            let message = arguments.text(1) ?? "$assert() statement failed"
            throw EvaluationError("D3141", details: [("message", .string(message))])
        }
    }

    private func collectKeys(_ value: Value, _ keys: inout JSONObject) throws(EvaluationError) {
        if let items = value.items {
            try chargeSteps(1 + items.count >> 4)
            for index in 0..<items.count { try collectKeys(items[index], &keys) }
        } else {
            let members = Self.members(of: value)
            try chargeSteps(1 + members.count)
            for (key, _) in members where keys[key] == nil { keys[key] = .null }
        }
    }

    private func spread(_ value: Value) throws(EvaluationError) -> Value {
        if let items = value.items {
            try chargeSteps(1 + items.count >> 2)
            var result = ItemBuilder()
            for index in 0..<items.count { result.appendItems(of: try spread(items[index])) }
            // As in jsonata-js, what sequences were joined to is an array, which does not collapse.
            return items.count == 0 ? result.sequence() : result.array()
        }
        switch value {
        case .json(.object), .record:
            var result = ItemBuilder()
            let members = Self.members(of: value)
            // Each member gets an object with keys of its own.
            try chargeSteps(2 + 12 * members.count)
            for (key, member) in members {
                var object = ObjectBuilder()
                object.add(key, member)
                result.append(object.value)
            }
            return result.sequence()
        default: return value
        }
    }

    private func merge(_ value: Value) throws(EvaluationError) -> Value {
        guard let items = value.items else { return .undefined }
        var result = ObjectBuilder()
        for index in 0..<items.count {
            let members = Self.members(of: items[index])
            try chargeSteps(1 + 3 * members.count)
            for (key, member) in members { result.add(key, member) }
        }
        return result.value
    }

    static func type(of value: Value) -> String? {
        switch value {
        case .undefined, .unbound, .tuples, .tailCall: nil
        case .json(.null): "null"
        case .json(.bool): "boolean"
        case .json(.integer), .json(.double): "number"
        case .json(.string): "string"
        case .json(.array), .sequence, .constructed, .mixed: "array"
        case .json(.object), .record: "object"
        case .function: "function"
        }
    }
}
