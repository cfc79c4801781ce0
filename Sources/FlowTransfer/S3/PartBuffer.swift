/// Bytes of one part on their way.
///
/// `@unchecked Sendable`: whoever took it out of a ``Guarded`` queue is the only one that touches it until it is put back.
final class PartBuffer: @unchecked Sendable {
    private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private(set) var count = 0
    private var limit = 0

    deinit { storage.deallocate() }

    /// Empties the buffer for a part of at most that many bytes.
    func prepare(forBytes limit: Int) {
        if storage.count < limit {
            storage.deallocate()
            storage = .allocate(byteCount: limit, alignment: 4096)
        }
        self.limit = limit
        count = 0
    }

    var room: Int { limit - count }

    /// Takes as many bytes as there is room for, and gives the rest.
    func append(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let taken = min(room, bytes.count)
        guard taken > 0 else { return bytes }
        UnsafeMutableRawBufferPointer(rebasing: storage[count..<count + taken])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        count += taken
        return UnsafeRawBufferPointer(rebasing: bytes[taken...])
    }

    /// The bytes, valid until the buffer is prepared again.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }
}
