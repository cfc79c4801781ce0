/// The keys of shapes as they are written, with the brace or comma before and the colon behind them.
///
/// A text has many objects of few shapes; the second time that a shape is met its keys are kept, ready to be copied.
/// A shape that falls on the slot of another one takes its place, unless an object of that one is just being written.
struct KeyTexts: ~Copyable {
    struct Entry {
        var shape: ObjectIdentifier?
        /// All keys one behind the other; `nil` while the shape was met once only.
        var bytes: UnsafeMutablePointer<UInt8>?
        /// Where each key ends in `bytes`.
        var ends: UnsafeMutablePointer<Int>?
        /// How many objects of the shape are being written, one inside another; none of their keys may go away.
        var users = 0

        func deallocate() {
            bytes?.deallocate()
            ends?.deallocate()
        }
    }

    private static let slots = 64
    /// Made for the first object, so that a scalar costs nothing.
    private var entries: UnsafeMutablePointer<Entry>?

    deinit {
        guard let entries else { return }
        for slot in 0..<Self.slots { entries[slot].deallocate() }
        entries.deallocate()
    }

    /// The keys of an object's shape, or `nil` when it is met for the first time; `release` gives them back.
    @inline(__always)
    mutating func texts(of storage: ObjectStorage) -> Entry? {
        let identity = storage.withUnsafeMutablePointerToHeader { ObjectIdentifier($0.pointee.shape) }
        // Objects lie at multiples of sixteen.
        let slot = (Int(bitPattern: identity) >> 4) & (Self.slots - 1)
        guard let entries, entries[slot].shape == identity, entries[slot].bytes != nil else {
            return make(identity, slot, storage)
        }
        entries[slot].users += 1
        return entries[slot]
    }

    /// Tells that an object whose keys were asked for is written.
    @inline(__always)
    mutating func release(_ storage: ObjectStorage) {
        let identity = storage.withUnsafeMutablePointerToHeader { ObjectIdentifier($0.pointee.shape) }
        entries?[(Int(bitPattern: identity) >> 4) & (Self.slots - 1)].users -= 1
    }

    private mutating func make(_ identity: ObjectIdentifier, _ slot: Int, _ storage: ObjectStorage) -> Entry? {
        let entries = entries ?? .allocate(capacity: Self.slots)
        if self.entries == nil {
            entries.initialize(repeating: Entry(), count: Self.slots)
            self.entries = entries
        }
        guard entries[slot].shape == identity else {
            if entries[slot].users > 0 { return nil }
            entries[slot].deallocate()
            entries[slot] = Entry(shape: identity)
            return nil
        }
        let keys = storage.shape.keys
        let ends = UnsafeMutablePointer<Int>.allocate(capacity: keys.count)
        var writer = ByteWriter()
        for (position, key) in keys.enumerated() {
            writer.write(position > 0 ? UInt8(ascii: ",") : UInt8(ascii: "{"))
            writer.write(key)
            writer.write(UInt8(ascii: ":"))
            ends[position] = writer.count
        }
        entries[slot].ends = ends
        entries[slot].bytes = writer.withBytes { written in
            // Room for the last key to be copied as two whole words.
            let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: written.count + 16)
            bytes.initialize(repeating: 0, count: written.count + 16)
            if let source = written.baseAddress { bytes.update(from: source, count: written.count) }
            return bytes
        }
        entries[slot].users = 1
        return entries[slot]
    }
}
