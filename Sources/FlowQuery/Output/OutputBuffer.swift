import FlowTasks
import Glibc

/// Gathers small writes into large ones for a file; nothing is opened before the first of them.
///
/// Exactly one of `finish` and `abandon` ends it.
struct OutputBuffer: ~Copyable {
    private static let capacity = 256 * 1024

    private let memory: UnsafeMutableRawPointer
    private var count = 0
    private let open: () throws -> any ByteSink
    private var sink: (any ByteSink)?
    private let activity: Activity

    init(_ activity: Activity, open: @escaping () throws -> any ByteSink) {
        memory = .allocate(byteCount: Self.capacity, alignment: 4096)
        self.activity = activity
        self.open = open
    }

    deinit { memory.deallocate() }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) throws {
        if count == Self.capacity { try flush() }
        memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress else { return }
        guard bytes.count <= Self.capacity - count else { return try appendSlowly(bytes) }
        memcpy(memory + count, start, bytes.count)
        count += bytes.count
    }

    /// Appends a text.
    mutating func append(_ text: StaticString) throws {
        try append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends bytes.
    mutating func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in try append(bytes) }
    }

    /// Writes what is left and shows the file under its name.
    mutating func finish() throws -> StoredFile {
        try flush()
        activity.tell()
        let sink = try openSink()
        // The sink is ended by commit, whether it succeeds or not; abandon must not touch it again after a success.
        let file = try sink.commit()
        self.sink = nil
        return file
    }

    /// Leaves nothing behind.
    mutating func abandon() {
        sink?.abort()
        sink = nil
    }

    /// Only full buffers are written before the end: a file can take those past the system's cache.
    private mutating func appendSlowly(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            if count == Self.capacity { try flush() }
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.capacity - count))
            UnsafeMutableRawBufferPointer(start: memory + count, count: part.count).copyMemory(from: part)
            count += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }

    private mutating func flush() throws {
        guard count > 0 else { return }
        let filled = UnsafeRawBufferPointer(start: memory, count: count)
        count = 0
        try openSink().write(filled)
        activity.bytes += Int64(filled.count)
        try activity.beat()
    }

    private mutating func openSink() throws -> any ByteSink {
        if let sink { return sink }
        let opened = try open()
        sink = opened
        return opened
    }
}
