/// Bytes in one piece that wait until a whole item is there.
struct PendingBytes: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init() { storage = .allocate(byteCount: 1 << 16, alignment: 16) }

    deinit { storage.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if count + more.count > storage.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(2 * storage.count, count + more.count),
                alignment: 16
            )
            larger.copyMemory(from: bytes)
            storage.deallocate()
            storage = larger
        }
        guard !more.isEmpty else { return }
        UnsafeMutableRawBufferPointer(rebasing: storage[count..<count + more.count]).copyMemory(from: more)
        count += more.count
    }

    mutating func drop(first dropped: Int) {
        if dropped < count {
            UnsafeMutableRawBufferPointer(rebasing: storage[..<(count - dropped)])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[dropped..<count]))
        }
        count -= dropped
    }
}
