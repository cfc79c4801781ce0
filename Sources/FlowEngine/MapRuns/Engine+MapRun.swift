import FlowConnections
import FlowMachine
package import FlowStore
import FlowTasks
import StatesLanguage
import Synchronization

extension Engine {
    /// The map runs of an execution, the latest started first.
    package func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun] {
        try await configuration.store.mapRuns(of: id).map(withLiveCounts)
    }

    /// The map run of an ARN, or `nil`.
    package func mapRun(_ arn: String) async throws -> StoredMapRun? {
        try await configuration.store.mapRun(arn).map(withLiveCounts)
    }

    /// Changes the terms of a map run while it runs; `nil` leaves one as it is.
    ///
    /// - Returns: whether it runs; one that has ended stays as it is.
    /// - Throws: `StoreError` with `notFound` where there is no such map run.
    package func updateMapRun(
        _ arn: String,
        maxConcurrency: Int64? = nil,
        toleratedFailureCount: Int64? = nil,
        toleratedFailurePercentage: Double? = nil
    ) async throws -> Bool {
        guard let stored = try await configuration.store.mapRun(arn) else {
            throw StoreError(.notFound, "There is no map run \(arn).")
        }
        guard stored.status == .running else { return false }
        var update = MapRunUpdate()
        update.maxConcurrency = maxConcurrency
        update.toleratedFailureCount = toleratedFailureCount
        update.toleratedFailurePercentage = toleratedFailurePercentage
        try await configuration.store.update(update, ofMapRun: arn)
        mapRuns.withLock { $0[arn] }?.take(update)
        return true
    }

    private func withLiveCounts(_ stored: StoredMapRun) -> StoredMapRun {
        var stored = stored
        mapRuns.withLock { $0[stored.arn] }?.complete(&stored)
        return stored
    }
}

extension Engine {
    /// Begins a map run, or goes on with one that an earlier engine began.
    func dispatch(_ order: MapRunOrder, of cell: ExecutionCell, as beginning: MapRun.Beginning) {
        let run = MapRun(order, of: cell, as: beginning)
        mapRuns.withLock { $0[order.arn] = run }
        cell.begin(run)
        work.submit(run)
    }

    /// Runs the children of a map run, and brings its answer to the execution.
    func conduct(_ run: MapRun) async {
        let parent = run.parent
        if let answer = await answer(of: run) { parent.post(answer, at: configuration.clock.now) }
        mapRuns.withLock { $0[run.order.arn] = nil }
        parent.mapRunEnded(run.order.id)
        settle(parent)
        // Not in a task that was cancelled: the store may not like it.
        if Task.isCancelled { work.submit(turnOf: parent) } else { await takeTurns(of: parent) }
    }

    private static let gaveUp = TaskFailure(
        error: .taskFailed,
        cause: "The reader or the writer of the map run gave up as if it were cancelled, which it was not."
    )

    /// What a map run comes to; `nil` where nobody wants to know any more.
    private func answer(of run: MapRun) async -> Event? {
        let id = run.order.id
        do {
            let answer: Event?
            do {
                answer = .mapRunSucceeded(id, try await mapRunResult(of: run))
            } catch let failure as TaskFailure {
                let failure = TaskFailure(error: failure.error, cause: redactor.redact(failure.cause))
                answer = .mapRunFailed(id, failure)
            } catch is CancellationError {
                answer = run.isUnwanted ? nil : .mapRunFailed(id, Self.gaveUp)
            }
            // An engine that ends leaves the map run to the next one.
            if Task.isCancelled { return nil }
            if run.parent.keeping == .inStore {
                var update = MapRunUpdate()
                (update.items, update.executions) = run.counts
                try await configuration.store.update(update, ofMapRun: run.order.arn)
            }
            pass(.mapRunEnded)
            return answer
        } catch {
            run.parent.finish(.broken(error))
            return nil
        }
    }
}
