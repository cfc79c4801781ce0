/// Bytes of one part on their way.
///
/// `@unchecked Sendable`: whoever took it out of a ``Guarded`` queue is the only one that touches it until it is put back.
package final class PartBuffer: @unchecked Sendable {
    private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// How many bytes are in it.
    package private(set) var count = 0
    private var limit = 0

    /// A buffer without room.
    package init() {}

    deinit { storage.deallocate() }

    /// Empties the buffer for a part of at most that many bytes.
    package func prepare(forBytes limit: Int) {
        if storage.count < limit {
            storage.deallocate()
            storage = .allocate(byteCount: limit, alignment: 4096)
        }
        self.limit = limit
        count = 0
    }

    /// How many bytes more it takes.
    package var room: Int { limit - count }

    /// Takes as many bytes as there is room for, and gives the rest.
    package func append(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let taken = min(room, bytes.count)
        guard taken > 0 else { return bytes }
        space.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        count += taken
        return UnsafeRawBufferPointer(rebasing: bytes[taken...])
    }

    /// The room itself, to be filled in place; ``add(_:)`` says how much of it was.
    package var space: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: storage[count..<limit])
    }

    /// Takes the first bytes of ``space`` in.
    package func add(_ filled: Int) { count = min(count + filled, limit) }

    /// The bytes, valid until the buffer is prepared again.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }
}
