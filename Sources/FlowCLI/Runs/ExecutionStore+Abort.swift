import FlowMachine
import FlowStore
import StatesLanguage

extension ExecutionStore {
    /// Ends an execution that no engine has as aborted, and the children of its map runs before it.
    ///
    /// Nothing is started for it: no task is tried again only to be stopped.
    func abort(_ id: ExecutionID, error: String?, cause: String?, at moment: Timestamp) async throws {
        for run in try await mapRuns(of: id) where run.status == .running {
            var children = ExecutionQuery.mapRun(run.arn)
            children.phase = .running
            for child in try await list(children) { try await abort(child.id, error: nil, cause: nil, at: moment) }
        }
        guard let stored = try await load(id), stored.interpreter.status == nil else { return }
        var interpreter = stored.interpreter
        var outcome = Outcome()
        interpreter.handle(.stop(error: error, cause: cause), at: moment, into: &outcome)
        var commit = ExecutionCommit(
            id: id,
            expectedVersion: stored.version,
            interpreter: interpreter,
            moment: moment
        )
        commit.events = outcome.events
        commit.endedTasks = stored.pendingTasks.map(\.id)
        commit.endedTimers = stored.timers.map(\.id)
        commit.endedMapRuns = stored.pendingMapRuns.map { ($0.id, .aborted) }
        try await self.commit(commit)
    }
}
