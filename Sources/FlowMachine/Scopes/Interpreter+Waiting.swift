import StatesLanguage

extension Interpreter {
    /// Whether a running execution can do nothing by itself, and nothing is to be done for it here: it waits for timers and
    /// for those who have task tokens.
    package var waitsForOthers: Bool {
        status == nil && startedAt != nil && ready.isEmpty && mapRuns.isEmpty
            && tasks.values.allSatisfy { isLeftToOthers($0) }
    }

    /// Whether a worker has taken a task, or a service that was called answers by its token.
    private func isLeftToOthers(_ pending: PendingTask) -> Bool {
        let plan = program.plans[scopes[pending.scope.position].state.position]
        guard case .task(let task) = plan.work else { return false }
        return switch task.resource.kind {
        case .activity: pending.isWithWorker
        case .lambdaFunction: false
        case .service: pending.submittedOutput != nil && task.resource.pattern == .waitForTaskToken
        }
    }
}
