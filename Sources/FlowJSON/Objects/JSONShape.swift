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
    /// Open addressing by hash: 1 + position, or 0 where free; `nil` while a scan is as fast.
    @exclusivity(unchecked) private var table: UnsafeMutablePointer<UInt32>?
    @exclusivity(unchecked) private var tableMask = 0
    /// How many bytes the keys have that take memory of their own, since they are longer than 15 bytes.
    @exclusivity(unchecked) package private(set) var bytesOfLongKeys = 0

    private static let scanned = 8

    /// A key's hash, and the representation of its text, which lies in `keys` as long.
    fileprivate struct Entry {
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
            weigh(keys[position])
        }
        if keys.count > Self.scanned { rebuildTable() }
    }

    deinit {
        entries.deallocate()
        table?.deallocate()
    }

    /// The number of keys.
    package var count: Int { entryCount }

    /// The position of a key, or `nil` where there is no such key.
    package func position(of key: JSONKey) -> Int? { position(of: key.text, hash: key.hash) }

    /// The position of a key, or `nil` where there is no such key.
    package func position(of key: String) -> Int? { position(of: key, hash: JSONKey.hash(of: key)) }

    @inline(__always)
    func position(of key: String, hash: UInt64) -> Int? {
        let position = lookUp.position(of: unsafeBitCast(key, to: (UInt64, UInt64).self), hash: hash)
        return position < 0 ? nil : position
    }

    /// What a look-up reads; valid as long as the shape is alive and unchanged.
    @inline(__always)
    var lookUp: LookUp { LookUp(entries: entries, count: entryCount, table: table, tableMask: tableMask) }

    /// The keys as plain memory, so that a look-up counts no references.
    struct LookUp {
        fileprivate let entries: UnsafeMutablePointer<Entry>
        fileprivate let count: Int
        fileprivate let table: UnsafeMutablePointer<UInt32>?
        fileprivate let tableMask: Int

        /// The position of a key, given by its text's representation and its hash, or -1.
        @inline(__always)
        func position(of key: (UInt64, UInt64), hash: UInt64) -> Int {
            if let table { return positionByTable(table, key, hash) }
            var position = 0
            while position < count {
                if entries[position].hash == hash, isKey(key, at: position) { return position }
                position += 1
            }
            return -1
        }

        // Short texts of one representation are the same; the bytes of others have to be looked at.
        @inline(__always)
        private func isKey(_ key: (UInt64, UInt64), at position: Int) -> Bool {
            let known = entries[position].representation
            return (known.0 == key.0 && known.1 == key.1) || JSONShape.areSame(known, key)
        }

        @inline(never)
        private func positionByTable(
            _ table: UnsafeMutablePointer<UInt32>,
            _ key: (UInt64, UInt64),
            _ hash: UInt64
        ) -> Int {
            var slot = Int(truncatingIfNeeded: hash) & tableMask
            while table[slot] != 0 {
                let position = Int(table[slot]) - 1
                if entries[position].hash == hash, isKey(key, at: position) { return position }
                slot = (slot + 1) & tableMask
            }
            return -1
        }
    }

    @inline(never)
    private static func areSame(_ left: (UInt64, UInt64), _ right: (UInt64, UInt64)) -> Bool {
        sameBytes(unsafeBitCast(left, to: String.self), unsafeBitCast(right, to: String.self))
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
        weigh(key)
        entryCount += 1
        if table == nil ? keys.count > Self.scanned : keys.count * 2 > tableMask + 1 {
            rebuildTable()
        } else if table != nil {
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

    @inline(__always)
    private func weigh(_ key: String) {
        let bytes = key.utf8.count
        if bytes > 15 { bytesOfLongKeys += bytes }
    }

    private func rebuildTable() {
        var size = 32
        while size < keys.count * 4 { size *= 2 }
        table?.deallocate()
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
        larger.initialize(repeating: 0, count: size)
        table = larger
        tableMask = size - 1
        for position in keys.indices { enter(position) }
    }

    private func enter(_ position: Int) {
        guard let table else { return }
        var slot = Int(truncatingIfNeeded: entries[position].hash) & tableMask
        while table[slot] != 0 { slot = (slot + 1) & tableMask }
        table[slot] = UInt32(position + 1)
    }
}
