import FlowJSON

/// `|pattern|update, delete|`: the input with the objects changed that the pattern matches.
extension Evaluator {
    func transform(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if input.isUndefined { return .undefined }
        guard let json = input.shown, json.objectValue != nil || json.arrayValue != nil else {
            throw EvaluationError("T0410", token: "clone", value: input.shown, details: [("index", .integer(1))])
        }
        try refuseExcess(.json(json))
        if let result = try transformed(node, json, isSeparated: false, frame) { return .json(result) }
        let separated = ChangedObjects.separated(json)
        return .json(try transformed(node, separated, isSeparated: true, frame) ?? separated)
    }

    /// The value with its changes; `nil` where one of what was matched cannot be told from others by its identity.
    ///
    /// - Parameter isSeparated: Whether every object has an identity of its own, even one without members.
    private func transformed(
        _ node: Node,
        _ json: JSON,
        isSeparated: Bool,
        _ frame: Frame
    ) throws(EvaluationError) -> JSON? {
        let matches = try evaluate(node.a, .json(json), frame)
        if matches.isUndefined { return json }
        var changed = ChangedObjects()
        let items = matches.itemsOrSelf
        for index in 0..<items.count {
            guard case .json(.object(let matched)) = items[index], let identity = matched.identity else {
                if !isSeparated, case .json(.object) = items[index] { return nil }
                // As in jsonata-js, what is said of a value that has no members is looked at all the same.
                _ = try update(node, items[index], frame)
                if node.c >= 0 { _ = try deletedKeys(node, items[index], frame) }
                continue
            }
            try chargeSteps(30 + 2 * matched.count)
            var object = changed.current(matched, identity)
            var changes: [ChangedObjects.Member] = []
            for (key, value) in try update(node, .json(.object(object)), frame) {
                if value.isContainer { try chargeParts(value) }
                if object[key] != value { changes.append((key, value)) }
            }
            for (key, value) in changes { object[key] = value }
            if node.c >= 0 {
                for key in try deletedKeys(node, .json(.object(object)), frame) {
                    object[key] = nil
                    changes.append((key, nil))
                }
            }
            changed.note(changes, of: matched, identity, now: object)
        }
        let result = changed.applied(to: json)
        if !isSeparated, changed.isAmbiguous { return nil }
        return result
    }

    /// The members that a match gets.
    private func update(_ node: Node, _ match: Value, _ frame: Frame) throws(EvaluationError) -> JSONObject {
        let update = try evaluate(node.b, match, frame)
        switch update {
        case .undefined: return JSONObject()
        case .json(.object(let members)): return members
        default: throw EvaluationError("T2011", position: Int(node.position), value: update.shown)
        }
    }

    private func deletedKeys(_ node: Node, _ match: Value, _ frame: Frame) throws(EvaluationError) -> [String] {
        let deleted = try evaluate(node.c, match, frame)
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
    typealias Member = (key: String, value: JSON?)

    private var changes: [ObjectIdentifier: Change] = [:]
    /// Whether a changed object stood in more than one place of the value.
    private(set) var isAmbiguous = false

    private struct Change {
        /// Holds the object, so that its identity stays its own.
        let original: JSONObject
        var current: JSONObject
        var set: [Member] = []
        var isPlaced = false
    }

    func current(_ object: JSONObject, _ identity: ObjectIdentifier) -> JSONObject {
        changes[identity]?.current ?? object
    }

    mutating func note(
        _ members: [Member],
        of object: JSONObject,
        _ identity: ObjectIdentifier,
        now current: JSONObject
    ) {
        changes[identity, default: Change(original: object, current: object)].current = current
        changes[identity]?.set += members
    }

    /// The value again, every object with an identity of its own.
    static func separated(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): .array(items.map { separated($0) })
        case .object(let object): .object(object.separated { separated($0) })
        default: json
        }
    }

    /// The value with all changes in it; what is not touched is shared, not copied.
    mutating func applied(to json: JSON) -> JSON {
        switch json {
        case .array(let items): return .array(items.map { applied(to: $0) })
        case .object(let object):
            var result = object
            for position in 0..<object.count {
                let value = object.value(at: position)
                guard value.isContainer else { continue }
                let changed = applied(to: value)
                result.modifyValue(at: position) { $0 = changed }
            }
            if let identity = object.identity, let place = changes.index(forKey: identity) {
                if changes.values[place].isPlaced { isAmbiguous = true }
                changes.values[place].isPlaced = true
                for (key, value) in changes.values[place].set { result[key] = value }
            }
            return .object(result.isEmpty ? JSONObject() : result)
        default: return json
        }
    }
}
