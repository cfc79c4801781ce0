import FlowConnections
import FlowTasks
import StatesLanguage
import Testing

@Suite("The storage behind a connection")
struct TaskContextStorageTests {
    final class Folder: Storage {
        let connection: Connection
        init(_ connection: Connection) { self.connection = connection }
        func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] { [] }
        func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile { throw CancellationError() }
        func read(
            _ path: String,
            from offset: Int64,
            _ cancellation: Cancellation,
            _ consume: (UnsafeRawBufferPointer) throws -> Void
        ) throws {}
        func openSink(
            _ path: String,
            expectedSizeInBytes: Int64?,
            resumeKey: String?,
            _ cancellation: Cancellation
        ) throws -> any ByteSink { throw CancellationError() }
        func delete(_ path: String, _ cancellation: Cancellation) throws {}
        func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }
        func probe(_ cancellation: Cancellation) throws {}
    }

    private func context() throws -> TaskContext {
        var storages = StorageProviders()
        storages.register(scheme: "file") { Folder($0) }
        storages.register(scheme: "s3") { _ in throw TaskFailure(error: "Files.ConnectionFailed", cause: "down") }
        let connections = Connections([
            try Connection(name: "lake", parsing: "file:data/lake"),
            try Connection(name: "warehouse", parsing: "sqlite:data/orders.db"),
            try Connection(name: "bucket", parsing: "s3://bucket"),
        ])
        return .test(connections: connections, storages: storages)
    }

    @Test("is opened by the provider of its scheme")
    func open() throws {
        let storage = try context().storage(for: "lake")
        #expect((storage as? Folder)?.connection.url.path == "data/lake")
    }

    @Test(
        "that is not there is a failure which says what to do",
        arguments: [
            (
                "lakes", "Connection.NotFound",
                "There is no connection \"lakes\"; there are bucket, lake, warehouse. Did you mean \"lake\"?"
            ),
            (
                "warehouse", "Connection.WrongKind",
                "The connection \"warehouse\" is sqlite:, behind which are no files; files are behind file:, s3:."
            ),
            ("bucket", "Files.ConnectionFailed", "down"),
        ]
    )
    func failures(name: String, error: String, cause: String) throws {
        let context = try context()
        let failure = #expect(throws: TaskFailure.self) { try context.storage(for: name) }
        #expect(failure?.error.text == error)
        #expect(failure?.cause.hasPrefix(cause) == true, "\(failure?.cause ?? "")")
    }
}
