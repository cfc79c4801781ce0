import FlowStore
import GRDB
import Synchronization

/// Puts reads that come while all readers are busy into one transaction, so that they share its beginning and its thread.
///
/// A group is taken before its transaction begins: each read sees everything that was kept before it was asked for.
final class GroupReader: Sendable {
    private struct Job: Sendable {
        /// Reads, and tells the reader what was read.
        var read: @Sendable (Database) -> Void
        var fail: @Sendable (any Error) -> Void
    }

    private struct Phase {
        var waiting: [Job] = []
        /// How many readers are at work.
        var busy = 0
    }

    /// Fewer than the pool has, so that nobody waits for one with a thread.
    private static let readers = 4
    /// So many reads are one transaction at most, so that the others find a reader too.
    private static let groupSize = 32

    private let pool: DatabasePool
    private let phase = Mutex(Phase())

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Reads what was committed last; cancelling the task changes nothing.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job { db in
                do {
                    continuation.resume(returning: try body(db))
                } catch {
                    continuation.resume(throwing: StoreError(error))
                }
            } fail: { error in
                continuation.resume(throwing: StoreError(error))
            }
            let mustBegin = phase.withLock { phase in
                phase.waiting.append(job)
                guard phase.busy < Self.readers else { return false }
                phase.busy += 1
                return true
            }
            if mustBegin { pool.asyncUnsafeRead { result in self.readAll(in: result) } }
        }
    }

    private func readAll(in result: Result<Database, any Error>) {
        while true {
            let group = phase.withLock { phase in
                let group = Array(phase.waiting.prefix(Self.groupSize))
                phase.waiting.removeFirst(group.count)
                if group.isEmpty { phase.busy -= 1 }
                return group
            }
            if group.isEmpty { return }
            do {
                let db = try result.get()
                if db.isInsideTransaction { try db.rollback() }
                try db.beginTransaction(.deferred)
                for job in group { job.read(db) }
                // Where this fails, the next transaction begins with it; what was read is as it was.
                try? db.commit()
            } catch {
                for job in group { job.fail(error) }
            }
        }
    }
}
