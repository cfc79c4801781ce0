/// The keys of an object in their order, shared by all objects that were read or built alike.
///
/// Two objects with the same shape have the same keys at the same positions, so that a position once found holds for
/// every object of that shape.
///
/// Sendable since only an object that is the single owner of its shape changes it; whoever shares it, only reads.
package final class JSONShape: @unchecked Sendable {
    /// The keys in order.
    @exclusivity(unchecked) package private(set) var keys: [String]
    @exclusivity(unchecked) private var hashes: [UInt64]
    /// Open addressing by hash: 1 + position, or 0 where free; empty while a scan is as fast.
    @exclusivity(unchecked) private var table: [UInt32] = []

    private static let scanned = 8

    /// A shape of keys that differ from each other.
    package convenience init(_ keys: [String]) {
        self.init(keys, hashes: keys.map(JSONKey.hash(of:)))
    }

    /// A shape of keys that differ from each other, with their hashes.
    init(_ keys: [String], hashes: [UInt64]) {
        self.keys = keys
        self.hashes = hashes
        if keys.count > Self.scanned { rebuildTable() }
    }

    /// The number of keys.
    package var count: Int { keys.count }

    /// The position of a key, or `nil` where there is no such key.
    package func position(of key: JSONKey) -> Int? { position(of: key.text, hash: key.hash) }

    /// The position of a key, or `nil` where there is no such key.
    package func position(of key: String) -> Int? { position(of: key, hash: JSONKey.hash(of: key)) }

    @inline(__always)
    func position(of key: String, hash: UInt64) -> Int? {
        guard table.isEmpty else { return positionByTable(of: key, hash: hash) }
        return hashes.withUnsafeBufferPointer { hashes in
            for position in hashes.indices where hashes[position] == hash && sameBytes(keys[position], key) {
                return position
            }
            return nil
        }
    }

    private func positionByTable(of key: String, hash: UInt64) -> Int? {
        let mask = table.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 {
            let position = Int(table[slot]) - 1
            if hashes[position] == hash, sameBytes(keys[position], key) { return position }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Appends a key that is not there yet; only the single owner may.
    func append(_ key: String, hash: UInt64) {
        keys.append(key)
        hashes.append(hash)
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
        hashes.append(contentsOf: self.hashes)
        keys.append(key)
        hashes.append(hash)
        return JSONShape(keys, hashes: hashes)
    }

    /// Another shape without the key at a position.
    func removing(at position: Int) -> JSONShape {
        var keys = keys
        var hashes = hashes
        keys.remove(at: position)
        hashes.remove(at: position)
        return JSONShape(keys, hashes: hashes)
    }

    private func rebuildTable() {
        var size = 32
        while size < keys.count * 4 { size *= 2 }
        table = Array(repeating: 0, count: size)
        for position in keys.indices { enter(position) }
    }

    private func enter(_ position: Int) {
        let mask = table.count - 1
        var slot = Int(truncatingIfNeeded: hashes[position]) & mask
        while table[slot] != 0 { slot = (slot + 1) & mask }
        table[slot] = UInt32(position + 1)
    }
}
