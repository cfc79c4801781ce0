package import FlowJSON
import FlowMachine
package import FlowStore
package import StatesLanguage
import Synchronization

extension Engine {
    /// Lets an execution that ended without success go on where it failed; returns when that is kept.
    ///
    /// - Parameter attributes: what the store keeps beside it from now on, given the moment of the redrive.
    /// - Returns: the moment of the redrive.
    /// - Throws: `RedriveError` where it cannot be redriven, `StoreError` with `notFound` where there is none.
    package func redrive(
        _ id: ExecutionID,
        attributes: ((Timestamp) -> JSONObject)? = nil,
        observer: (any ExecutionObserver)? = nil
    ) async throws -> Timestamp {
        // One that has ended may still have attempts that are ending.
        if let cell = executions[id] {
            guard cell.isOver else { throw RedriveError(.running) }
            _ = await cell.wait()
            executions.remove(cell)
        }
        guard let stored = try await configuration.store.load(id) else {
            throw StoreError(.notFound, "There is no execution \(id).")
        }
        let now = max(configuration.clock.now, stored.stoppedAt ?? configuration.clock.now)
        if let reason = Redrivability.refusal(of: stored, at: now) { throw RedriveError(reason) }
        if stored.child != nil { throw RedriveError(.isChild) }
        let cell = ExecutionCell(
            id: stored.id,
            program: stored.interpreter.program,
            interpreter: stored.interpreter,
            version: stored.version,
            now: now,
            observer: observer ?? observing.observer(of: stored),
            attributes: attributes.map { $0(now) }
        )
        cell.hold()
        guard await executions.insert(cell) else { throw RedriveError(.running) }
        defer { release(cell) }
        cell.post(.redrive, at: now)
        // One turn, so that the redrive is kept.
        await takeTurns(of: cell, atMost: 1)
        switch cell.failure {
        case nil: return now
        // Another redrive was faster.
        case let failure as StoreError where failure.code == .versionConflict: throw RedriveError(.running)
        case let failure?: throw failure
        }
    }

    /// The orders of map runs that run again.
    func orders(of ids: [MapRunID], in cell: ExecutionCell) async throws -> [MapRunID: MapRunOrder] {
        guard !ids.isEmpty else { return [:] }
        let runs = try await configuration.store.mapRuns(of: cell.id)
        return Dictionary(runs.map { ($0.order.id, $0.order) }) { first, _ in first }
    }
}
