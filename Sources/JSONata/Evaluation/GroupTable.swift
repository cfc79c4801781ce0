import FlowJSON

/// The items by key, in the order in which the keys came.
struct GroupTable {
    struct Entry {
        let key: String
        let pair: Int32
        let first: Value
        var items = ItemBuilder()
        var isAlone = true

        var data: Value { isAlone ? first : items.array() }

        mutating func join() {
            guard isAlone else { return }
            isAlone = false
            items.appendItems(of: first)
        }
    }

    private(set) var entries: [Entry] = []
    /// How long the keys were that a path has found.
    private(set) var bytesOfKeys = 0
    /// The entries by hash, once they are too many to look at each.
    private var indices: [JSONKey: Int] = [:]
    private static let scanned = 12

    /// Adds items by the texts that a path finds in them; returns how many until one has no such text.
    mutating func add(_ items: [JSON], by path: MemberPath) -> Int {
        items.withUnsafeBufferPointer { items in
            guard let start = items.baseAddress else { return 0 }
            for position in 0..<items.count {
                guard case .value(let place) = path.find(at: start + position),
                    case .string(let key) = place.pointee
                else { return position }
                bytesOfKeys += key.utf8.count
                guard let index = find(key) else {
                    append(Entry(key: key, pair: 0, first: .json(start[position])))
                    continue
                }
                // What has a member is no array that would have to be flattened.
                entries[index].join()
                entries[index].items.append(start[position])
            }
            return items.count
        }
    }

    /// Adds an item; tells whether its key is a new one.
    mutating func add(_ item: Value, key: String, pair: Int32, position: Int32) throws(EvaluationError) -> Bool {
        guard let index = try index(of: key, pair, position) else {
            append(Entry(key: key, pair: pair, first: item))
            return true
        }
        entries[index].join()
        entries[index].items.appendItems(of: item)
        return false
    }

    @inline(__always)
    private func index(of key: String, _ pair: Int32, _ position: Int32) throws(EvaluationError) -> Int? {
        guard let index = find(key) else { return nil }
        guard entries[index].pair == pair else {
            throw EvaluationError("D1009", position: Int(position), value: .string(key))
        }
        return index
    }

    @inline(__always)
    private func find(_ key: String) -> Int? {
        guard indices.isEmpty else { return indices[JSONKey(key)] }
        for index in 0..<entries.count where sameBytes(entries[index].key, key) { return index }
        return nil
    }

    private mutating func append(_ entry: Entry) {
        entries.append(entry)
        if !indices.isEmpty {
            indices[JSONKey(entry.key)] = entries.count - 1
        } else if entries.count > Self.scanned {
            for (index, entry) in entries.enumerated() { indices[JSONKey(entry.key)] = index }
        }
    }
}
