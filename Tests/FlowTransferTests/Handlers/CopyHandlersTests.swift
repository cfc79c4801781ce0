import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Copies")
struct CopyHandlersTests {
    private let source = TemporaryFolder()
    private let target = TemporaryFolder()
    private var connections: [Connection] { [.file(source.path, name: "from"), .file(target.path, name: "to")] }

    private func copy(
        _ from: String,
        _ to: String,
        sha256: String? = nil,
        _ context: TaskContext
    ) async throws -> StoredFile {
        try await CopyFileHandler().perform(
            CopyFile(
                from: Value(FileLocation(connection: "from", path: from)),
                to: Value(FileLocation(connection: "to", path: to)),
                sha256: Value(sha256)
            ),
            context
        )
    }

    @Test("answer size and checksum, and tell how far they are")
    func copyFile() async throws {
        let bytes = pattern(3_000_000)
        source.write("a.bin", bytes)
        let monitor = RecordingMonitor()
        let stored = try await copy("a.bin", "x/b.bin", makeContext(connections, monitor))
        #expect(stored.sizeInBytes == 3_000_000)
        #expect(stored.sha256 == sha256Hex(bytes))
        #expect(stored.location == FileLocation(connection: "to", path: "x/b.bin"))
        #expect(target.read("x/b.bin") == bytes)
        #expect(monitor.reports.last?.bytes == 3_000_000)
        #expect(monitor.reports.last?.totalBytes == 3_000_000)
    }

    @Test("show nothing of bytes with another checksum")
    func checksum() async throws {
        source.write("a.txt", "abc")
        let right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let context = makeContext(connections)
        _ = try await copy("a.txt", "b.txt", sha256: right.uppercased(), context)
        await #expect {
            _ = try await copy("a.txt", "c.txt", sha256: String(right.reversed()), context)
        } throws: { ($0 as? TaskFailure)?.error == "Files.ChecksumMismatch" }
        #expect(target.names == ["b.txt"])
        await #expect {
            _ = try await copy("a.txt", "c.txt", sha256: "abc", context)
        } throws: { ($0 as? TaskFailure)?.error == "Task.InvalidInput" }
    }

    @Test("go on where a broken attempt ended, with the checksum of the whole")
    func resumed() async throws {
        let bytes = pattern(4_000_000)
        source.write("a.bin", bytes)
        let context = makeContext(connections)
        let storage = FileStorage(connections[0])
        let breaking = FileCopy(
            source: BreakingStorage(storage, after: 2_500_000),
            target: FileStorage(connections[1]),
            from: FileLocation(connection: "from", path: "a.bin"),
            to: FileLocation(connection: "to", path: "a.bin"),
            transferName: "test\nCopy",
            report: { _ in }
        )
        #expect(failure { _ = try breaking.run(Cancellation()) }?.error == "Files.ConnectionLost")
        #expect(target.names.count == 1 && target.names[0].hasSuffix(".partial"))
        let monitor = RecordingMonitor()
        var again = context
        again.monitor = monitor
        let stored = try await copy("a.bin", "a.bin", again)
        #expect(monitor.reports.first.map { ($0.bytes ?? 0) > 2_000_000 } == true)
        #expect(stored.sha256 == sha256Hex(bytes))
        #expect(target.read("a.bin") == bytes)
        #expect(target.names == ["a.bin"])
    }

    @Test("leave nothing when the source changed under them")
    func changed() throws {
        source.write("a.bin", pattern(4_000_000))
        let copy = FileCopy(
            source: FileStorage(connections[0]),
            target: FileStorage(connections[1]),
            from: FileLocation(connection: "from", path: "a.bin"),
            to: FileLocation(connection: "to", path: "a.bin"),
            transferName: "test",
            report: { _ in }
        )
        var known = try FileStorage(connections[0]).describe("a.bin", Cancellation())
        known.sizeInBytes += 1
        #expect(failure { _ = try copy.run(known: known, Cancellation()) }?.error == "Files.SizeMismatch")
        #expect(target.names.isEmpty)
    }

    @Test("of all that matches keep the names and refuse equal ones")
    func copyFiles() async throws {
        for name in ["x/a.csv", "x/b.csv", "y/c.csv", "y/d.txt"] { source.write(name, name) }
        let context = makeContext(connections)
        let output = try await CopyFilesHandler().perform(
            CopyFiles("from", "**/*.csv", to: Value(FileLocation(connection: "to", path: "in/day"))),
            context
        )
        #expect(output.files.map(\.location.path) == ["in/day/a.csv", "in/day/b.csv", "in/day/c.csv"])
        #expect(output.sizeInBytes == 21)
        #expect(target.text("in/day/c.csv") == "y/c.csv")
        source.write("y/a.csv", "other")
        await #expect {
            _ = try await CopyFilesHandler().perform(
                CopyFiles("from", "**/*.csv", to: Value(FileLocation(connection: "to", path: ""))),
                context
            )
        } throws: { ($0 as? TaskFailure)?.error == "Files.AlreadyExists" }
    }

    @Test("go from SFTP to S3 and back, and within S3 on the server", .enabled(if: TestServers.areRunning))
    func everywhere() async throws {
        let vendor = TemporaryFolder(below: TestServers.value("SFTP_ROOT"))
        let bytes = pattern(20_000_000)
        vendor.write("in/a b.bin", bytes)
        let s3 = Connection.s3(try makeBucket(), prefix: "raw")
        let context = makeContext([
            Connection.sftp(vendor.path).named("from"), s3.named("to"), .file(target.path, name: "local"),
        ])
        func copy(_ from: (String, String), _ to: (String, String)) async throws -> StoredFile {
            try await CopyFileHandler().perform(
                CopyFile(
                    from: Value(FileLocation(connection: from.0, path: from.1)),
                    to: Value(FileLocation(connection: to.0, path: to.1))
                ),
                context
            )
        }
        let up = try await copy(("from", "in/a b.bin"), ("to", "ü/a+b.bin"))
        #expect(up.sha256 == sha256Hex(bytes))
        #expect(try await copy(("to", "ü/a+b.bin"), ("to", "copy.bin")).sizeInBytes == 20_000_000)
        #expect(try await copy(("to", "copy.bin"), ("from", "out/back.bin")).sha256 == sha256Hex(bytes))
        #expect(try await copy(("from", "out/back.bin"), ("local", "last.bin")).sha256 == sha256Hex(bytes))
        #expect(target.read("last.bin") == bytes)
        #expect(vendor.read("out/back.bin") == bytes)
    }

    @Test("end at once when cancelled", .enabled(if: TestServers.areRunning))
    func cancelled() throws {
        let web = try Connection(name: "from", parsing: TestServers.value("HTTP_URL"))
        let copy = FileCopy(
            source: try HTTPStorage(web),
            target: FileStorage(connections[1]),
            from: FileLocation(connection: "from", path: "drip/30"),
            to: FileLocation(connection: "to", path: "a.bin"),
            transferName: "test",
            report: { _ in }
        )
        let known = StoredFile(location: copy.from, sizeInBytes: 300)
        let (seconds, error) = try secondsToEnd(within: 0.5) { _ = try copy.run(known: known, $0) }
        #expect(error is CancellationError)
        #expect(seconds < 0.5)
        #expect(target.names.isEmpty)
    }
}

/// A storage whose reads break off: a fault that cannot be staged with a folder.
private final class BreakingStorage: Storage {
    private let storage: any Storage
    private let limit: Int

    init(_ storage: any Storage, after limit: Int) {
        self.storage = storage
        self.limit = limit
    }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var count = 0
        try storage.read(path, from: offset, cancellation) { bytes in
            count += bytes.count
            try consume(bytes)
            if count >= limit { throw TaskFailure.connectionLost("The connection was lost.") }
        }
    }

    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] {
        try storage.list(pattern, cancellation)
    }
    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        try storage.describe(path, cancellation)
    }
    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink {
        try storage.openSink(path, expectedSizeInBytes: expectedSizeInBytes, resumeKey: resumeKey, cancellation)
    }
    func delete(_ path: String, _ cancellation: Cancellation) throws { try storage.delete(path, cancellation) }
    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }
    func probe(_ cancellation: Cancellation) throws {}
}
