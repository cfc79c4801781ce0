import FlowStore
import GRDB
import Synchronization

/// Puts writes that come while the disk is busy into one transaction, so that they share its waiting for the disk.
///
/// They run on the database's own thread, one group after another; nobody who awaits one holds a thread.
final class GroupWriter: Sendable {
    /// A write; it throws before it changes anything, or else spoils its group.
    private struct Job: Sendable {
        /// Writes, and gives what tells the writer once the group is kept.
        var write: @Sendable (Database) throws -> @Sendable () -> Void
        var fail: @Sendable (StoreError) -> Void
    }

    private struct Phase {
        var waiting: [Job] = []
        var isWriting = false
    }

    /// So many writes are one transaction at most, so that none waits for long.
    private static let groupSize = 1_024

    private let pool: DatabasePool
    private let statements: WriterStatements
    /// What the database's state was noted in is to be forgotten, since a transaction was undone.
    private let onRollback: @Sendable () -> Void
    private let phase = Mutex(Phase())
    /// How many groups were kept since the start.
    let groupCount = Atomic<Int>(0)

    init(_ pool: DatabasePool, _ statements: WriterStatements, onRollback: @escaping @Sendable () -> Void) {
        self.pool = pool
        self.statements = statements
        self.onRollback = onRollback
    }

    /// Writes, and returns when it is on the disk; cancelling the task changes nothing.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job { db in
                let value = try body(db)
                return { continuation.resume(returning: value) }
            } fail: { error in
                continuation.resume(throwing: error)
            }
            let mustBegin = phase.withLock { phase in
                phase.waiting.append(job)
                guard !phase.isWriting else { return false }
                phase.isWriting = true
                return true
            }
            if mustBegin { pool.asyncWriteWithoutTransaction { db in self.writeAll(in: db) } }
        }
    }

    /// How many writes wait for the next group.
    var waitingCount: Int { phase.withLock { $0.waiting.count } }

    private func writeAll(in db: Database) {
        while true {
            let group = phase.withLock { phase in
                let group = Array(phase.waiting.prefix(Self.groupSize))
                phase.waiting.removeFirst(group.count)
                if group.isEmpty { phase.isWriting = false }
                return group
            }
            if group.isEmpty { return }
            write(group, in: db)
        }
    }

    private func write(_ group: [Job], in db: Database) {
        do {
            let ends = try inTransaction(db) { try writeEach(of: group, in: db) }
            groupCount.add(1, ordering: .relaxed)
            for end in ends { end() }
        } catch {
            onRollback()
            if group.count == 1 {
                group[0].fail(StoreError(error))
            } else {
                // Which of them it was, each finds out for itself.
                for job in group { write([job], in: db) }
            }
        }
    }

    private func writeEach(of group: [Job], in db: Database) throws -> [@Sendable () -> Void] {
        var ends: [@Sendable () -> Void] = []
        ends.reserveCapacity(group.count)
        for job in group {
            do {
                ends.append(try job.write(db))
            } catch let error as StoreError {
                ends.append { job.fail(error) }
            }
        }
        return ends
    }

    /// Does as GRDB's own, with statements that are compiled once.
    private func inTransaction<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
        // What the disk refused to undo is tried again before anything else.
        if db.isInsideTransaction { try statements.run(.rollback, in: db) }
        try statements.run(.begin, in: db)
        do {
            let value = try body()
            try statements.run(.commit, in: db)
            return value
        } catch {
            // Some errors end the transaction themselves; what can't be ended now is when the next one begins.
            if db.isInsideTransaction { try? statements.run(.rollback, in: db) }
            throw error
        }
    }
}
