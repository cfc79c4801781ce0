package import FlowJSON
package import FlowMachine
package import FlowStore
import GRDB
package import StatesLanguage

/// Keeps executions and documents in a SQLite file.
///
/// What a call acknowledged survives a crash of the process and a power cut. Commits that come while the disk is busy
/// share the next transaction. Several processes may open the same file; an execution belongs to the one that commits to
/// it, which versions check.
package final class SQLiteStore: ExecutionStore {
    let database: SQLiteDatabase
    let names = NameTable()
    let programs = ProgramTable()
    private let statements = WriterStatements()
    let writer: GroupWriter
    private let reader: GroupReader

    private init(_ database: SQLiteDatabase) {
        self.database = database
        reader = GroupReader(database.pool)
        writer = GroupWriter(database.pool, statements) { [names, programs] in
            names.forget()
            programs.forget()
        }
    }

    /// Opens a file, or makes it; its folder exists.
    ///
    /// - Parameter lockTimeout: whole seconds to wait for another process that holds the file's lock.
    /// - Throws: `StoreError`, with `damaged` where the file is no store, `newerVersion` where a newer version made it.
    package static func open(_ path: String, lockTimeout: Duration = .seconds(10)) throws -> SQLiteStore {
        SQLiteStore(try SQLiteDatabase(path: path, lockTimeout: lockTimeout))
    }

    /// Closes the file; every call fails from now on.
    package func close() throws {
        do {
            // A statement that is left keeps SQLite from closing the file.
            database.pool.writeWithoutTransaction { _ in statements.close() }
            try database.pool.close()
        } catch {
            throw StoreError(error)
        }
    }

    package var outlivesProcess: Bool { true }

    package func commit(_ commit: ExecutionCommit) async throws {
        let prepared = PreparedCommit(commit)
        let commitWriter = CommitWriter(names: names, programs: programs, statements: statements)
        try await writer.write { db in try commitWriter.write(prepared, in: db) }
    }

    package func load(_ id: ExecutionID) async throws -> StoredExecution? {
        let reader = ExecutionReader(programs: programs)
        return try await read { db in try reader.execution(id, in: db) }
    }

    package func summary(of id: ExecutionID) async throws -> ExecutionSummary? {
        try await read { db in try SummaryReader.summary(of: id, in: db) }
    }

    package func input(of id: ExecutionID) async throws -> JSON? {
        let reader = ExecutionReader(programs: programs)
        return try await read { db in try reader.input(of: id, in: db) }
    }

    package func origin(of id: ExecutionID) async throws -> ExecutionOrigin? {
        let reader = ExecutionReader(programs: programs)
        return try await read { db in try reader.origin(of: id, in: db) }
    }

    package func list(_ query: ExecutionQuery) async throws -> [ExecutionSummary] {
        try await read { db in try SummaryReader.list(query, in: db) }
    }

    package func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        try await read { db in
            guard let number = try ExecutionReader.number(of: id, in: db) else { throw StoreError.missing(id) }
            return try EventPages.events(of: number, from: first, limit: limit, in: db)
        }
    }

    package func events(of id: ExecutionID, backwardsFrom last: Int, limit: Int) async throws -> [HistoryEvent] {
        try await read { db in
            guard let number = try ExecutionReader.number(of: id, in: db) else { throw StoreError.missing(id) }
            return try EventPages.events(of: number, backwardsFrom: last, limit: limit, in: db)
        }
    }

    package func unsettled(after sequence: Int, limit: Int) async throws -> [ExecutionSummary] {
        try await read { db in try SummaryReader.unsettled(after: sequence, limit: limit, in: db) }
    }

    package func timers(after cursor: TimerCursor?, until moment: Timestamp, limit: Int) async throws -> [DueTimer] {
        try await read { db in try TimerReader.timers(after: cursor, until: moment, limit: limit, in: db) }
    }

    package func mapRun(_ arn: String) async throws -> StoredMapRun? {
        try await read { db in try MapRunReader.mapRun(arn, in: db) }
    }

    package func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun] {
        try await read { db in try MapRunReader.mapRuns(of: id, in: db) }
    }

    package func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws {
        try await writer.write { db in try MapRunReader.update(arn, by: update, in: db) }
    }

    package func prune(endedBefore moment: Timestamp, limit: Int) async throws -> Int {
        try await writer.write { db in try Pruning.prune(endedBefore: moment, limit: limit, in: db) }
    }

    package func probe() async throws {
        try await writer.write { db in
            try db.cachedStatement(sql: "UPDATE probes SET count = count + 1").execute()
        }
    }

    /// Reads what was committed last, on a thread of the database; cancelling the task changes nothing.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await reader.read(body)
    }
}
