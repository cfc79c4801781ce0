import FlowJSON

/// The names of an expression, each once, in the order in which they came.
struct NameTable {
    struct Entry: BitwiseCopyable {
        let text: SourceText
        let hash: UInt64
        /// The global of the name, or -1.
        var global: Int32 = -1

        var key: JSONKey { text.isEmpty ? JSONKey("") : JSONKey(text.string, hash: hash) }
    }

    private(set) var entries: ArenaList<Entry>
    /// Open addressing by hash: 1 + index, or 0 where free; `nil` while a scan is as fast.
    private var places: UnsafeMutablePointer<Int32>?
    private var mask = 0
    private let arena: Arena
    private static let scanned = 16

    init(in arena: Arena) {
        self.arena = arena
        entries = ArenaList(capacity: Self.scanned, in: arena)
    }

    /// The index of a name, which is entered where it is new.
    mutating func index(of text: SourceText) -> Int32 {
        let hash = JSONKey.hash(of: text.bytes)
        if let places {
            var place = Int(truncatingIfNeeded: hash) & mask
            while places[place] != 0 {
                let index = places[place] - 1
                if isEntry(index, text, hash) { return index }
                place = (place + 1) & mask
            }
        } else {
            for index in 0..<Int32(entries.count) where isEntry(index, text, hash) { return index }
        }
        entries.append(Entry(text: text, hash: hash), in: arena)
        if places == nil ? entries.count > Self.scanned : entries.count * 2 > mask {
            rebuild()
        } else if places != nil {
            enter(entries.count - 1)
        }
        return Int32(entries.count - 1)
    }

    subscript(index: Int32) -> Entry {
        get { entries[Int(index)] }
        nonmutating set { entries[Int(index)] = newValue }
    }

    @inline(__always)
    private func isEntry(_ index: Int32, _ text: SourceText, _ hash: UInt64) -> Bool {
        let entry = entries[Int(index)]
        return entry.hash == hash && entry.text.bytes.elementsEqual(text.bytes)
    }

    private mutating func rebuild() {
        var size = 64
        while size < entries.count * 4 { size *= 2 }
        let places = arena.allocate(size, of: Int32.self)
        places.initialize(repeating: 0, count: size)
        self.places = places
        mask = size - 1
        for index in 0..<entries.count { enter(index) }
    }

    private func enter(_ index: Int) {
        guard let places else { return }
        var place = Int(truncatingIfNeeded: entries[index].hash) & mask
        while places[place] != 0 { place = (place + 1) & mask }
        places[place] = Int32(index + 1)
    }
}
