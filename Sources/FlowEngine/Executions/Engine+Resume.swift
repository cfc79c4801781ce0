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
            // The children of a map run that goes on are taken up by it.
            let isOrphan = try await isOrphan(summary)
            if summary.child != nil, !isOrphan { continue }
            let isHere = executions.withLock { $0[summary.id] != nil }
            guard !isHere, let stored = try await configuration.store.load(summary.id) else { continue }
            let cell = ExecutionCell(
                id: stored.id,
                program: stored.interpreter.program,
                interpreter: stored.interpreter,
                version: stored.version,
                now: configuration.clock.now,
                observer: isOrphan ? nil : observer
            )
            goOn(with: stored, as: cell)
            if isOrphan { stop(cell, error: nil, cause: nil) } else { resumed.append(cell.id) }
        }
        return resumed
    }

    /// Whether an execution is a child of a map run that ended without it.
    private func isOrphan(_ summary: ExecutionSummary) async throws -> Bool {
        guard let child = summary.child else { return false }
        return try await configuration.store.mapRun(child.mapRunARN)?.status != .running
    }
}
