import FlowMachine
package import FlowStore
import Synchronization

extension Engine {
    /// Goes on with every execution that the store has and that has not ended.
    ///
    /// Its pending tasks are done again with the same idempotency keys, and timers that were due meanwhile fire at once.
    ///
    /// - Returns: the executions that go on.
    package func resume(
        observer: (any ExecutionObserver)? = nil
    ) async throws -> [ExecutionID] {
        var resumed: [ExecutionID] = []
        for summary in try await configuration.store.list(.running) {
            let isHere = executions.withLock { $0[summary.id] != nil }
            guard !isHere, let stored = try await configuration.store.load(summary.id) else { continue }
            let cell = ExecutionCell(
                id: stored.id,
                program: stored.interpreter.program,
                interpreter: stored.interpreter,
                version: stored.version,
                now: configuration.clock.now,
                observer: observer
            )
            executions.withLock { $0[cell.id] = cell }
            for task in stored.pendingTasks { dispatch(task, of: cell, resuming: stored.interpreter) }
            for timer in stored.timers { timers.start(timer.id, of: cell, at: timer.due) }
            // A crash in the middle of a long chain of states leaves nothing pending: it goes on by itself.
            cell.post(.continue, at: configuration.clock.now)
            work.submit(turnOf: cell)
            resumed.append(cell.id)
        }
        return resumed
    }
}
