import Glibc

/// The sequences of keys that a text's objects have had so far, as a tree: a path from the root is one sequence.
///
/// Objects in one text are much alike. Whoever reads an object walks down from the root; the next key is most likely
/// the one that came next the last time, which one comparison of bytes tells: no scan for its end, no string, no hash.
/// An object that ends at a node shares the node's shape.
struct ShapeTree: ~Copyable {
    /// The number of a node; 0 is the root, an object without keys so far.
    typealias Node = Int

    /// Beyond these an object is read on its own: it is a dictionary rather than a record.
    private static let maximumDepth = 128
    private static let maximumChildren = 24

    private struct Entry {
        /// The key's first bytes as they are written, with the closing quote where that is among the first eight.
        var word: UInt64 = 0
        var mask: UInt64 = 0
        /// The key as it is written, escapes and all, in the text.
        var written: UnsafePointer<UInt8>?
        var writtenCount = 0
        var parent = 0
        var depth = 0
        /// The child that was met last; the others follow by `sibling`.
        var child = 0
        var childCount = 0
        var sibling = 0
        var key = ""
        var hash: UInt64 = 0
        var shape: JSONShape?
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var count = 1
    private var capacity = 32

    init() {
        entries = .allocate(capacity: capacity)
        entries.initialize(to: Entry())
    }

    deinit {
        entries.deinitialize(count: count)
        entries.deallocate()
    }

    /// The node that follows `node` by the key written at `here`, just behind its opening quote, and the bytes up to and
    /// with its closing quote; `nil` where no such key has followed yet.
    @inline(__always)
    mutating func next(
        after node: Node,
        at here: UnsafePointer<UInt8>,
        end: UnsafePointer<UInt8>
    ) -> (node: Node, count: Int)? {
        let child = entries[node].child
        guard child != 0 else { return nil }
        if matches(child, here, end) { return (child, entries[child].writtenCount + 1) }
        return nextAmongSiblings(after: node, at: here, end: end)
    }

    private mutating func nextAmongSiblings(
        after node: Node,
        at here: UnsafePointer<UInt8>,
        end: UnsafePointer<UInt8>
    ) -> (node: Node, count: Int)? {
        var previous = entries[node].child
        while case let child = entries[previous].sibling, child != 0 {
            if matches(child, here, end) {
                entries[previous].sibling = entries[child].sibling
                entries[child].sibling = entries[node].child
                entries[node].child = child
                return (child, entries[child].writtenCount + 1)
            }
            previous = child
        }
        return nil
    }

    @inline(__always)
    private func matches(_ node: Node, _ here: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        let entry = entries + node
        let count = entry.pointee.writtenCount
        // A key is followed by at least a quote, a colon, a value and a brace; a text cut short is read the slow way.
        guard end - here >= 8, end - here > count else { return false }
        let word = UnsafeRawPointer(here).loadUnaligned(as: UInt64.self)
        guard (UInt64(littleEndian: word) ^ entry.pointee.word) & entry.pointee.mask == 0 else { return false }
        if count < 8 { return true }
        guard here[count] == UInt8(ascii: "\""), let written = entry.pointee.written else { return false }
        return memcmp(here + 8, written + 8, count - 8) == 0
    }

    /// A new node behind `node` for a key that has not followed it yet; `nil` where the object is to be read on its own:
    /// it has the key already, or it is a dictionary.
    mutating func add(
        _ key: String,
        after node: Node,
        written: UnsafePointer<UInt8>,
        count writtenCount: Int
    ) -> Node? {
        guard entries[node].depth < Self.maximumDepth, entries[node].childCount < Self.maximumChildren else {
            return nil
        }
        let hash = JSONKey.hash(of: key)
        var ancestor = node
        while ancestor != 0 {
            if entries[ancestor].hash == hash, sameBytes(entries[ancestor].key, key) { return nil }
            ancestor = entries[ancestor].parent
        }
        if count == capacity { grow() }
        var entry = Entry()
        for position in 0..<min(8, writtenCount + 1) {
            entry.word |= UInt64(written[position]) << UInt64(8 * position)
            entry.mask |= 0xff << UInt64(8 * position)
        }
        entry.written = written
        entry.writtenCount = writtenCount
        entry.parent = node
        entry.depth = entries[node].depth + 1
        entry.sibling = entries[node].child
        entry.key = key
        entry.hash = hash
        (entries + count).initialize(to: entry)
        entries[node].child = count
        entries[node].childCount += 1
        count += 1
        return count - 1
    }

    /// The shape of an object whose last key is a node's.
    @inline(__always)
    mutating func shape(of node: Node) -> JSONShape {
        entries[node].shape ?? makeShape(of: node)
    }

    private mutating func makeShape(of node: Node) -> JSONShape {
        let shape = unsharedShape(of: node)
        entries[node].shape = shape
        return shape
    }

    /// A shape of the same keys that nobody else has.
    func unsharedShape(of node: Node) -> JSONShape {
        var keys: [String] = []
        var hashes: [UInt64] = []
        var ancestor = node
        while ancestor != 0 {
            keys.append(entries[ancestor].key)
            hashes.append(entries[ancestor].hash)
            ancestor = entries[ancestor].parent
        }
        keys.reverse()
        hashes.reverse()
        return JSONShape(keys, hashes: hashes)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: entries, count: count)
        entries.deallocate()
        entries = larger
        capacity *= 2
    }
}
