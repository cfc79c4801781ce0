/// A key with its hash, for those who look up the same key many times.
package struct JSONKey: Hashable, Sendable {
    /// The key as text.
    package let text: String
    /// A hash of the text's bytes, another one in every process.
    package let hash: UInt64

    /// A key of the given text.
    package init(_ text: String) {
        self.text = text
        hash = Self.hash(of: text)
    }

    /// A key of a text whose hash is known.
    package init(_ text: String, hash: UInt64) {
        self.text = text
        self.hash = hash
    }

    /// Whether both are the same bytes.
    package static func == (left: JSONKey, right: JSONKey) -> Bool {
        left.hash == right.hash && sameBytes(left.text, right.text)
    }

    /// Feeds the hash that is already there.
    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    @inline(__always)
    static func hash(of text: String) -> UInt64 {
        if let hash = text.utf8.withContiguousStorageIfAvailable({ hash(of: $0) }) { return hash }
        return Array(text.utf8).withUnsafeBufferPointer { hash(of: $0) }
    }

    /// The hash of a key of the given bytes.
    ///
    /// Folds eight bytes at a time by a 128-bit product; the seed keeps senders from choosing keys that collide.
    package static func hash(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let start = bytes.baseAddress else { return fold(seed, 0x9e37_79b9_7f4a_7c15) }
        let raw = UnsafeRawPointer(start)
        let count = bytes.count
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        var position = 0
        while position + 8 <= count {
            hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: position, as: UInt64.self), 0xa076_1d64_78bd_642f)
            position += 8
        }
        var tail: UInt64 = 0
        if count >= 8 {
            // The last eight bytes overlap those already folded, which does no harm.
            tail = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else if count >= 4 {
            tail = UInt64(raw.loadUnaligned(as: UInt32.self)) << 32
            tail |= UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        } else if count > 0 {
            tail = UInt64(start[0]) << 16 | UInt64(start[count >> 1]) << 8 | UInt64(start[count - 1])
        }
        return fold(hash ^ tail, 0xe703_7ed1_a0b4_28db)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    private static let seed = UInt64.random(in: .min ... .max)
}
