/// The keys of an object in their order, shared by all objects that were read or built alike.
///
/// Two objects with the same shape have the same keys at the same positions, so that a position once found holds for
/// every object of that shape.
///
/// Sendable since only an object that is the single owner of its shape changes it; whoever shares it, only reads.
package final class JSONShape: @unchecked Sendable {
    /// The keys in order.
    @exclusivity(unchecked) package private(set) var keys: [String]
    /// What a look-up compares, in memory of our own, so that it counts no references.
    @exclusivity(unchecked) private var entries: UnsafeMutablePointer<Entry>
    @exclusivity(unchecked) private var entryCount: Int
    @exclusivity(unchecked) private var entryCapacity: Int
    @exclusivity(unchecked) private var hasTable = false
    /// Open addressing by hash: 1 + position, or 0 where free; empty while a scan is as fast.
    @exclusivity(unchecked) private var table: [UInt32] = []

    private static let scanned = 8

    /// A key's hash, and the representation of its text, which lies in `keys` as long.
    private struct Entry {
        let hash: UInt64
        let representation: (UInt64, UInt64)

        init(_ key: String, _ hash: UInt64) {
            self.hash = hash
            representation = unsafeBitCast(key, to: (UInt64, UInt64).self)
        }
    }

    /// A shape of keys that differ from each other.
    package convenience init(_ keys: [String]) {
        self.init(keys, hashes: keys.map(JSONKey.hash(of:)))
    }

    /// A shape of keys that differ from each other, with their hashes.
    init(_ keys: [String], hashes: [UInt64]) {
        self.keys = keys
        entryCount = keys.count
        entryCapacity = Swift.max(4, keys.count)
        entries = .allocate(capacity: entryCapacity)
        for position in keys.indices {
            (entries + position).initialize(to: Entry(keys[position], hashes[position]))
        }
        if keys.count > Self.scanned { rebuildTable() }
    }

    deinit { entries.deallocate() }

    /// The number of keys.
    package var count: Int { entryCount }

    /// The position of a key, or `nil` where there is no such key.
    package func position(of key: JSONKey) -> Int? { position(of: key.text, hash: key.hash) }

    /// The position of a key, or `nil` where there is no such key.
    package func position(of key: String) -> Int? { position(of: key, hash: JSONKey.hash(of: key)) }

    @inline(__always)
    func position(of key: String, hash: UInt64) -> Int? {
        if hasTable { return positionByTable(of: key, hash: hash) }
        for position in 0..<entryCount where entries[position].hash == hash && isKey(key, at: position) {
            return position
        }
        return nil
    }

    @inline(__always)
    private func isKey(_ key: String, at position: Int) -> Bool {
        // Short texts of one representation are the same; the bytes of others have to be looked at.
        entries[position].representation == unsafeBitCast(key, to: (UInt64, UInt64).self)
            || sameBytes(keys[position], key)
    }

    private func positionByTable(of key: String, hash: UInt64) -> Int? {
        let mask = table.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 {
            let position = Int(table[slot]) - 1
            if entries[position].hash == hash, isKey(key, at: position) { return position }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Appends a key that is not there yet; only the single owner may.
    func append(_ key: String, hash: UInt64) {
        keys.append(key)
        if entryCount == entryCapacity {
            let larger = UnsafeMutablePointer<Entry>.allocate(capacity: 2 * entryCapacity)
            larger.moveInitialize(from: entries, count: entryCount)
            entries.deallocate()
            entries = larger
            entryCapacity *= 2
        }
        (entries + entryCount).initialize(to: Entry(key, hash))
        entryCount += 1
        if table.isEmpty ? keys.count > Self.scanned : keys.count * 2 > table.count {
            rebuildTable()
        } else if !table.isEmpty {
            enter(keys.count - 1)
        }
    }

    /// Another shape with one more key, which is not there yet.
    func appending(_ key: String, hash: UInt64) -> JSONShape {
        var keys: [String] = []
        var hashes: [UInt64] = []
        keys.reserveCapacity(self.keys.count + 4)
        hashes.reserveCapacity(self.keys.count + 4)
        keys.append(contentsOf: self.keys)
        for position in 0..<entryCount { hashes.append(entries[position].hash) }
        keys.append(key)
        hashes.append(hash)
        return JSONShape(keys, hashes: hashes)
    }

    /// Another shape without the key at a position.
    func removing(at position: Int) -> JSONShape {
        var keys = keys
        var hashes = (0..<entryCount).map { entries[$0].hash }
        keys.remove(at: position)
        hashes.remove(at: position)
        return JSONShape(keys, hashes: hashes)
    }

    private func rebuildTable() {
        var size = 32
        while size < keys.count * 4 { size *= 2 }
        table = Array(repeating: 0, count: size)
        hasTable = true
        for position in keys.indices { enter(position) }
    }

    private func enter(_ position: Int) {
        let mask = table.count - 1
        var slot = Int(truncatingIfNeeded: entries[position].hash) & mask
        while table[slot] != 0 { slot = (slot + 1) & mask }
        table[slot] = UInt32(position + 1)
    }
}
