import FlowJSON

/// `|pattern|update, delete|`: the input with the objects changed that the pattern matches.
extension Evaluator {
    func transform(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if input.isUndefined { return .undefined }
        guard let json = input.shown, json.objectValue != nil || json.arrayValue != nil else {
            throw EvaluationError("T0410", token: "clone", value: input.shown, details: [("index", .integer(1))])
        }
        try refuseExcess(.json(json))
        let matches = try evaluate(node.a, .json(json), frame)
        if matches.isUndefined { return .json(json) }
        var changed = ChangedObjects()
        let items = matches.itemsOrSelf
        for index in 0..<items.count {
            guard case .json(.object(let matched)) = items[index] else { continue }
            try chargeSteps(30 + 2 * matched.count)
            let object = changed.current(matched)
            var result = object
            let update = try evaluate(node.b, .json(.object(object)), frame)
            switch update {
            case .undefined: break
            case .json(.object(let members)): for (key, value) in members { result[key] = value }
            default: throw EvaluationError("T2011", position: Int(node.position), value: update.shown)
            }
            if node.c >= 0 {
                for key in try deletedKeys(node, object, frame) { result[key] = nil }
            }
            changed.note(matched, from: object, to: result)
        }
        return .json(changed.applied(to: json))
    }

    private func deletedKeys(
        _ node: Node,
        _ object: JSONObject,
        _ frame: Frame
    ) throws(EvaluationError) -> [String] {
        let deleted = try evaluate(node.c, .json(.object(object)), frame)
        if deleted.isUndefined { return [] }
        let names = deleted.itemsOrSelf
        var keys: [String] = []
        for index in 0..<names.count {
            guard let key = names[index].text else {
                throw EvaluationError("T2012", position: Int(node.position), value: deleted.shown)
            }
            keys.append(key)
        }
        return keys
    }
}

/// The matched objects, by identity, with what changes in them.
private struct ChangedObjects {
    private var changes: [ObjectIdentifier: Change] = [:]
    /// What an object without members becomes, since such have no identity.
    private var emptyBecomes: JSONObject?

    private struct Change {
        /// Holds the object, so that its identity stays its own.
        let original: JSONObject
        var current: JSONObject
        var set: [(key: String, value: JSON?)] = []
    }

    func current(_ object: JSONObject) -> JSONObject {
        guard let identity = object.identity else { return emptyBecomes ?? object }
        return changes[identity]?.current ?? object
    }

    mutating func note(_ object: JSONObject, from before: JSONObject, to after: JSONObject) {
        guard let identity = object.identity else {
            emptyBecomes = after
            return
        }
        var change = changes[identity] ?? Change(original: object, current: object)
        change.current = after
        for (key, value) in after where before[key] != value { change.set.append((key, value)) }
        for key in before.keys where after[key] == nil { change.set.append((key, nil)) }
        changes[identity] = change
    }

    /// The value with all changes in it; what is not touched is shared, not copied.
    func applied(to json: JSON) -> JSON {
        switch json {
        case .array(let items): return .array(items.map { applied(to: $0) })
        case .object(let object):
            guard let identity = object.identity else { return emptyBecomes.map { .object($0) } ?? json }
            var result = object
            for position in 0..<object.count {
                let value = object.value(at: position)
                switch value {
                case .object, .array: result.modifyValue(at: position) { $0 = applied(to: value) }
                default: continue
                }
            }
            for (key, value) in changes[identity]?.set ?? [] { result[key] = value }
            return .object(result)
        default: return json
        }
    }
}
