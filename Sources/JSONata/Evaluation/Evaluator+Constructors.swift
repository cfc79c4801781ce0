import FlowJSON

/// Arrays, objects and group-by.
extension Evaluator {
    func array(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        var items = ItemBuilder()
        for position in Int(node.a)..<Int(node.a + node.b) {
            let child = listsTable[position]
            let value = try evaluate(child, input, frame)
            if nodesTable[Int(child)].flags.contains(.isArrayConstructor) {
                items.append(value)
            } else if position == Int(node.a) {
                items = value.items.map { ItemBuilder($0) } ?? items
                if !value.isArray { items.append(value) }
            } else {
                items.appendItems(of: value)
            }
        }
        try chargeItems(items.count)
        try chargeSteps(items.count >> 4)
        return node.flags.contains(.isConstructed) ? items.constructed() : items.array()
    }

    /// What an entry costs: its place in a table, and in the keys of an object that has them for itself.
    private static let stepsOfAnEntry = 6
    /// What a table costs, of however few entries.
    private static let stepsOfATable = 8

    /// An object constructor: the input's items are grouped by the keys that they give.
    func object(_ group: Group, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if case .tuples(let tuples) = input { return try groupTuples(tuples, group, frame) }
        if let shape = group.shape, !input.isArray { return try constantObject(group, shape, input, frame) }
        try chargeSteps(Self.stepsOfATable)
        var groups = GroupTable()
        let items: Items = input.items.map { $0.count == 0 ? .mixed([.undefined]) : $0 } ?? .mixed([input])
        switch items {
        case .plain(let items):
            var start = 0
            if group.count == 1, case let key = nodesTable[Int(listsTable[Int(group.first)])], isRelativePath(key) {
                start = groups.add(items, by: memberPath(key))
                try chargeSteps(
                    start >> 2 + start >> 3 + groups.bytesOfKeys >> 6 + groups.entries.count * Self.stepsOfAnEntry
                )
            }
            for index in start..<items.count {
                for pair in 0..<group.count {
                    let name = try evaluate(listsTable[Int(group.first + 2 * pair)], .json(items[index]), frame)
                    guard let key = try key(name, group) else { continue }
                    if try groups.add(.json(items[index]), key: key, pair: pair, position: group.position) {
                        try chargeSteps(Self.stepsOfAnEntry)
                    }
                }
            }
        case .mixed(let items):
            for item in items {
                for pair in 0..<group.count {
                    let name = try evaluate(listsTable[Int(group.first + 2 * pair)], item, frame)
                    guard let key = try key(name, group) else { continue }
                    if try groups.add(item, key: key, pair: pair, position: group.position) {
                        try chargeSteps(Self.stepsOfAnEntry)
                    }
                }
            }
        }
        var result = ObjectBuilder()
        for entry in groups.entries {
            let value = try evaluate(listsTable[Int(group.first + 2 * entry.pair + 1)], entry.data, frame)
            result.add(entry.key, value)
        }
        return result.value
    }

    private func constantObject(
        _ group: Group,
        _ shape: JSONShape,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        var values: [JSON] = []
        values.reserveCapacity(Int(group.count))
        var rest: ObjectBuilder?
        for pair in 0..<group.count {
            let value = try evaluate(listsTable[Int(group.first + 2 * pair + 1)], input, frame)
            if rest == nil, let json = value.json {
                values.append(json)
                continue
            }
            // A missing member or a function: the object gets a shape of its own.
            var builder = rest ?? ObjectBuilder(keys: shape.keys, values: values)
            builder.add(shape.keys[Int(pair)], value)
            rest = builder
        }
        return rest?.value ?? .json(.object(JSONObject(shape: shape, values: values)))
    }

    private func key(_ value: Value, _ group: Group) throws(EvaluationError) -> String? {
        switch value {
        case .undefined: return nil
        case .json(.string(let text)):
            try chargeSteps(text.utf8.count >> 6)
            return text
        default: throw EvaluationError("T1003", position: Int(group.position), value: value.shown)
        }
    }

    private func groupTuples(_ tuples: [Tuple], _ group: Group, _ frame: Frame) throws(EvaluationError) -> Value {
        var indices: [JSONKey: Int] = [:]
        var entries: [(key: String, pair: Int32, tuples: [Tuple])] = []
        for tuple in tuples {
            for pair in 0..<group.count {
                let name = try evaluate(listsTable[Int(group.first + 2 * pair)], tuple.item, tuple.frame)
                guard let key = try key(name, group) else { continue }
                let hashed = JSONKey(key)
                if let index = indices[hashed] {
                    guard entries[index].pair == pair else {
                        throw EvaluationError("D1009", position: Int(group.position), value: .string(key))
                    }
                    entries[index].tuples.append(tuple)
                } else {
                    indices[hashed] = entries.count
                    entries.append((key, pair, [tuple]))
                }
            }
        }
        try chargeSteps(Self.stepsOfATable + entries.count * Self.stepsOfAnEntry)
        try chargeSteps((tuples.count * program.tupleSlotCount) >> 4)
        var result = ObjectBuilder()
        for entry in entries {
            let tuple = Self.reduce(entry.tuples, frame)
            let node = listsTable[Int(group.first + 2 * entry.pair + 1)]
            result.add(entry.key, try evaluate(node, tuple.item, tuple.frame))
        }
        return result.value
    }

    /// One tuple whose variables hold what all of them held.
    private static func reduce(_ tuples: [Tuple], _ frame: Frame) -> Tuple {
        guard tuples.count > 1 else { return tuples[0] }
        var item = ItemBuilder()
        let reduced = Frame(parent: frame, copying: tuples[0].frame)
        for tuple in tuples { item.appendItems(of: tuple.item) }
        for slot in 0..<reduced.count where tuples.contains(where: { $0.frame.slots[slot].isBound }) {
            var values = ItemBuilder()
            for tuple in tuples { values.appendItems(of: tuple.frame.slots[slot]) }
            reduced.slots[slot] = values.array()
        }
        return Tuple(item: item.array(), frame: reduced)
    }
}

/// Collects members; the object stays plain JSON until a function comes.
struct ObjectBuilder {
    private var plain = JSONObject()
    private var record: Record?

    init() {}

    init(_ object: JSONObject) { plain = object }

    /// An object of the first keys and the values they have so far.
    init(keys: [String], values: [JSON]) {
        for (key, value) in zip(keys, values) { plain[key] = value }
    }

    mutating func add(_ key: String, _ value: Value) {
        if case .undefined = value { return }
        if let record {
            record[key] = value
        } else if let json = value.json {
            plain[key] = json
        } else {
            let record = Record()
            for (key, value) in plain { record[key] = .json(value) }
            record[key] = value
            self.record = record
        }
    }

    mutating func add(_ key: String, _ value: JSON) {
        if let record { record[key] = .json(value) } else { plain[key] = value }
    }

    var value: Value { record.map { .record($0) } ?? .json(.object(plain)) }
}
