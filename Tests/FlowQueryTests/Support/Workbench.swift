import FlowConnections
import FlowJSON
import FlowQuery
import FlowTasks
import Glibc
import Logging
import StatesLanguage
import Synchronization

/// A database of one kind and a storage, on which tasks are run as the engine runs them: JSON in, JSON out.
struct Workbench: Sendable {
    /// Which database it is.
    enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
        case sqlite
        case postgres
        /// Redshift's way of doing things, tried on a PostgreSQL.
        case redshift

        var description: String { rawValue }

        /// Those that can be tried here.
        static var available: [Kind] { TestServers.hasPostgres ? allCases : [.sqlite] }
    }

    let kind: Kind
    let storage: MemoryStorage
    let connections: Connections
    let monitor = RecordingMonitor()
    /// The schema of this bench, and what its connections call themselves.
    let schema: String
    private let folder: String

    /// Runs `body` on an empty database of its own: a file, or a schema.
    static func with(
        _ kind: Kind,
        pieceSize: Int = 65_536,
        _ body: (Workbench) async throws -> Void
    ) async throws {
        let bench = try Workbench(kind, pieceSize: pieceSize)
        if kind != .sqlite { try await bench.execute("CREATE SCHEMA \(bench.schema)") }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(bench))
        } catch {
            result = .failure(error)
        }
        if kind != .sqlite { try await bench.execute("DROP SCHEMA \(bench.schema) CASCADE") }
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink("\(bench.folder)/flow.db\(suffix)") }
        rmdir(bench.folder)
        try result.get()
    }

    private init(_ kind: Kind, pieceSize: Int) throws {
        self.kind = kind
        storage = MemoryStorage(pieceSize: pieceSize)
        let number = UInt64.random(in: 0 ... .max)
        schema = "t\(String(number, radix: 36))"
        folder = "/tmp/flow-query-\(schema)"
        let url =
            switch kind {
            case .sqlite: "sqlite:\(folder)/flow.db"
            case .postgres: TestServers.settings["POSTGRES_URL"] ?? ""
            case .redshift: (TestServers.settings["POSTGRES_URL"] ?? "").replacingScheme(with: "redshift")
            }
        let options = kind == .sqlite ? [:] : ["application_name": schema]
        let database = try Connection(name: "db", parsing: url, options: options)
        connections = Connections([database, try Connection(name: "files", parsing: "file:/nowhere")])
    }

    /// The table's name in the schema of this bench.
    func table(_ name: String) -> String { kind == .sqlite ? name : "\(schema).\(name)" }

    /// A place among the files.
    func file(_ path: String) -> Value<FileLocation> { Value(FileLocation(connection: "files", path: path)) }

    /// Runs statements.
    @discardableResult
    func execute(_ sql: String, _ parameters: JSON...) async throws -> Int64 {
        try await run(ExecuteSQL("db", Value(sql), parameters: parameters)).affectedRows
    }

    /// The rows of a statement.
    func query(_ sql: String, _ parameters: JSON...) async throws -> [JSON] {
        try await run(QueryRows<JSON>("db", Value(sql), parameters: parameters)).rows
    }

    /// Runs a task through the registry.
    func run<Input: TaskInput>(_ input: Input, on connections: Connections? = nil) async throws -> Input.Output {
        var registry = HandlerRegistry()
        registerQuery(into: &registry)
        guard let handler = registry.handler(for: Input.taskName) else {
            throw TaskFailure(error: "Test", cause: "No handler for \(Input.taskName).")
        }
        let storage = storage
        var storages = StorageProviders()
        storages.register(scheme: "file") { _ in storage }
        let context = TaskContext(
            executionName: "test",
            stateName: "Test",
            attempt: 1,
            idempotencyKey: "test",
            deadline: nil,
            logger: Logger(label: "test"),
            connections: connections ?? self.connections,
            scratchDirectory: folder,
            storages: storages,
            monitor: monitor
        )
        return try await handler.run(JSON(encoding: input), context).decode(Input.Output.self)
    }

    /// The failure that `body` ends with.
    func failure(of body: () async throws -> Void) async throws -> TaskFailure {
        do {
            try await body()
        } catch let failure as TaskFailure {
            return failure
        }
        throw TaskFailure(error: "Test", cause: "It did not fail.")
    }
}

/// Remembers the progress that was told.
final class RecordingMonitor: TaskMonitor {
    private let reports: Mutex<[TaskProgress]> = Mutex([])
    var last: TaskProgress? { reports.withLock { $0.last } }
    var count: Int { reports.withLock { $0.count } }
    func heartbeat() {}
    func report(_ progress: TaskProgress) { reports.withLock { $0.append(progress) } }
}

extension String {
    func replacingScheme(with scheme: String) -> String { scheme + drop { $0 != ":" } }
}
