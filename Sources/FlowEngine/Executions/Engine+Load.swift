import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

extension Engine {
    /// Uses an execution, which stays in memory meanwhile; it is loaded where it is not there.
    ///
    /// `body` is given `nil` where there is no such execution, or where it has ended.
    func withExecution<Result>(
        _ id: ExecutionID,
        _ body: (ExecutionCell?) async throws -> Result
    ) async throws -> Result {
        guard let cell = try await hold(id) else { return try await body(nil) }
        do {
            let result = try await body(cell)
            release(cell)
            return result
        } catch {
            release(cell)
            throw error
        }
    }

    /// Lets an execution leave memory again.
    func release(_ cell: ExecutionCell) {
        cell.release()
        dropIfIdle(cell)
    }

    /// Lets an execution leave memory where it only waits and the store will tell when something is due for it.
    func dropIfIdle(_ cell: ExecutionCell) {
        guard keepsAll, cell.keeping == .inStore, cell.child == nil else { return }
        // An observer that nobody could make anew would hear no more.
        guard cell.observer == nil || observing.makesObservers else { return }
        executions.dropIfIdle(cell)
    }

    /// The execution of an id, held; `nil` where there is none or it has ended.
    func hold(_ id: ExecutionID) async throws -> ExecutionCell? {
        while true {
            var stored: StoredExecution?
            let held = try await executions.hold(id) {
                stored = try await configuration.store.load(id)
                guard let found = stored, found.interpreter.status == nil else { return nil }
                // The children of a map run are taken up by it.
                if try await mapRunGoesOn(with: found.child) { return nil }
                return cell(of: found)
            }
            if let held {
                guard held.isNew, let stored else { return held.cell }
                goOn(with: stored, as: held.cell)
                pass(.loaded)
                if stored.child != nil { stop(held.cell, error: nil, cause: nil) }
                return held.cell
            }
            guard let stored, stored.interpreter.status == nil, let child = stored.child,
                let run = try await configuration.store.mapRun(child.mapRunARN), run.status == .running
            else { return nil }
            // Its map run is just being taken up, or has to be.
            guard let parent = try await hold(run.execution) else { return nil }
            release(parent)
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Whether an execution is a child of a map run that has not ended.
    func mapRunGoesOn(with child: ChildLink?) async throws -> Bool {
        guard let child else { return false }
        return try await configuration.store.mapRun(child.mapRunARN)?.status == .running
    }

    private func cell(of stored: StoredExecution) -> ExecutionCell {
        ExecutionCell(
            id: stored.id,
            program: stored.interpreter.program,
            interpreter: stored.interpreter,
            version: stored.version,
            now: configuration.clock.now,
            observer: stored.child == nil ? observing.observer(of: stored) : nil,
            tokens: stored.tokens
        )
    }
}
