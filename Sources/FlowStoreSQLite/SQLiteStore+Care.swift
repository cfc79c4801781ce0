import Dispatch
package import FlowStore
import GRDB
import Synchronization

extension SQLiteStore {
    /// How many transactions, each with the commits that came together, were kept since the store was opened.
    package var groupCount: Int { writer.groupCount.load(ordering: .relaxed) }

    /// Copies the store to another file while it is used; what was committed before the call is in the copy.
    ///
    /// - Parameter path: where no file is.
    /// - Throws: `StoreError` with `alreadyExists` where there is one.
    package func backup(to path: String) async throws {
        let pool = database.pool
        try await onOwnThread {
            do {
                guard !fileExists(path) else {
                    throw StoreError(.alreadyExists, "There is a file \(path) already.")
                }
                let copy = try DatabaseQueue(path: path)
                try pool.backup(to: copy)
                // One file, not two: the log's mode is taken on again when it is opened as a store.
                try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
                try copy.close()
            } catch {
                throw StoreError(opening: path, error)
            }
        }
    }

    /// What SQLite finds wrong in the file; nothing where it is whole.
    package func damages() async throws -> [String] {
        try await read { db in try String.fetchAll(db, sql: "PRAGMA quick_check(20)").filter { $0 != "ok" } }
    }

    /// How many executions there are of each phase, the children of map runs included.
    package func executionCounts() async throws -> [ExecutionPhase: Int] {
        try await read { db in
            var counts: [ExecutionPhase: Int] = [:]
            for phase in ExecutionPhase.allCases {
                let sql = """
                    SELECT count(*) FROM executions INDEXED BY executions_by_status
                    WHERE is_child IN (0, 1) AND status = ?
                    """
                counts[phase] = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [phase.column]) ?? 0
            }
            return counts
        }
    }

    /// Does what blocks on a thread that is nobody else's, and waits for it.
    private func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "flow-task store's backup").async { continuation.resume(with: Result { try body() }) }
        }
    }
}
