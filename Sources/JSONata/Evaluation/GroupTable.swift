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
    /// The entries by hash, once they are too many to look at each.
    private var indices: [JSONKey: Int] = [:]
    private static let scanned = 12

    mutating func add(_ item: JSON, key: String, pair: Int32, position: Int32) throws(EvaluationError) {
        guard let index = try index(of: key, pair, position) else {
            append(Entry(key: key, pair: pair, first: .json(item)))
            return
        }
        entries[index].join()
        if case .array(let inner) = item {
            entries[index].items.append(contentsOf: inner)
        } else {
            entries[index].items.append(item)
        }
    }

    mutating func add(_ item: Value, key: String, pair: Int32, position: Int32) throws(EvaluationError) {
        guard let index = try index(of: key, pair, position) else {
            append(Entry(key: key, pair: pair, first: item))
            return
        }
        entries[index].join()
        entries[index].items.appendItems(of: item)
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
