import FlowTasks
import StatesLanguage
import Synchronization

/// Files in memory, read in pieces of a chosen size; `endless.csv` is one of ever more rows with the column `id`.
final class MemoryStorage: Storage {
    private let files: Mutex<[String: [UInt8]]> = Mutex([:])
    private let openSinks = Mutex(0)
    private let pieceSize: Int

    init(pieceSize: Int = 65_536) { self.pieceSize = pieceSize }

    /// A file's text; `nil` where there is none.
    subscript(path: String) -> String? {
        get { files.withLock { $0[path].map { String(decoding: $0, as: UTF8.self) } } }
        set { files.withLock { $0[path] = newValue.map { Array($0.utf8) } } }
    }

    /// Sinks that were neither committed nor aborted.
    var openSinkCount: Int { openSinks.withLock { $0 } }

    func put(_ path: String, _ bytes: [UInt8]) { files.withLock { $0[path] = bytes } }

    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] { [] }

    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        StoredFile(
            location: FileLocation(connection: "files", path: path),
            sizeInBytes: Int64(try bytes(of: path).count)
        )
    }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        if path == "endless.csv" { return try readEndless(cancellation, consume) }
        let bytes = try bytes(of: path)
        try bytes.withUnsafeBytes { bytes in
            for start in stride(from: Int(offset), to: bytes.count, by: pieceSize) {
                try cancellation.check()
                try consume(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + pieceSize, bytes.count)]))
            }
        }
    }

    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink {
        openSinks.withLock { $0 += 1 }
        return Sink(path: path, storage: self)
    }

    func delete(_ path: String, _ cancellation: Cancellation) throws { self[path] = nil }
    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }
    func probe(_ cancellation: Cancellation) throws {}

    private func readEndless(_ cancellation: Cancellation, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        try Array("id\n".utf8).withUnsafeBytes(consume)
        for id in 0... {
            try cancellation.check()
            try Array("\(id)\n".utf8).withUnsafeBytes(consume)
        }
    }

    private func bytes(of path: String) throws -> [UInt8] {
        guard let bytes = files.withLock({ $0[path] }) else {
            throw TaskFailure(error: "Files.NotFound", cause: "\(path) is not there.")
        }
        return bytes
    }

    private final class Sink: ByteSink {
        let resumedAt: Int64 = 0
        private let path: String
        private let storage: MemoryStorage
        private var bytes: [UInt8] = []

        init(path: String, storage: MemoryStorage) {
            self.path = path
            self.storage = storage
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes.append(contentsOf: bytes) }

        func commit() throws -> StoredFile {
            storage.openSinks.withLock { $0 -= 1 }
            storage.put(path, bytes)
            return StoredFile(
                location: FileLocation(connection: "files", path: path),
                sizeInBytes: Int64(bytes.count)
            )
        }

        func abort() { storage.openSinks.withLock { $0 -= 1 } }
    }
}
