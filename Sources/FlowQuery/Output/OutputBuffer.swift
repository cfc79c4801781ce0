import FlowTasks
import Glibc

/// Gathers small writes into large ones for a file, which a thread of its own writes; nothing is opened before the first.
///
/// Exactly one of `finish` and `abandon` ends it.
struct OutputBuffer: ~Copyable {
    /// Opens the file when it is first needed.
    ///
    /// Used by the thread that writes, and by the caller when that has ended.
    private final class Target {
        private let open: () throws -> any ByteSink
        private var sink: (any ByteSink)?

        init(open: @escaping () throws -> any ByteSink) { self.open = open }

        func opened() throws -> any ByteSink {
            if let sink { return sink }
            let opened = try open()
            sink = opened
            return opened
        }

        func abort() { sink?.abort() }
    }

    private let target: Target
    private let feed: BlockFeed
    private let activity: Activity
    /// The room that the feed gave, of which the first bytes are filled.
    private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var count = 0

    init(_ activity: Activity, open: @escaping () throws -> any ByteSink) {
        self.activity = activity
        let target = Target(open: open)
        self.target = target
        feed = BlockFeed([{ try target.opened().write($0) }])
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) throws {
        if count == room.count { try handOver() }
        room[count] = byte
        count += 1
    }

    /// Appends bytes.
    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress else { return }
        guard bytes.count <= room.count - count, let memory = room.baseAddress else { return try appendSlowly(bytes) }
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
        settle()
        try feed.finish()
        activity.tell()
        return try target.opened().commit()
    }

    /// Leaves nothing behind.
    mutating func abandon() {
        feed.stop()
        target.abort()
    }

    /// Only full blocks are written before the end: a file can take those past the system's cache.
    private mutating func appendSlowly(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            if count == room.count { try handOver() }
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(room.count - count))
            UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: part)
            count += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }

    private mutating func handOver() throws {
        settle()
        try activity.beat()
        room = try feed.space()
    }

    private mutating func settle() {
        feed.add(count)
        activity.bytes += Int64(count)
        count = 0
        room = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
}
