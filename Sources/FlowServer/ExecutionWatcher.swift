import FlowEngine
import FlowMachine

/// Notes in the registry when an execution ends, and hands on what is to be logged and told.
struct ExecutionWatcher: ExecutionObserver {
    let api: StepFunctionsAPI
    let execution: ExecutionRecord

    func recorded(_ events: [HistoryEvent], in program: Program) {
        log(events)
        if let first = events.first, first.type == .executionStarted {
            var started = execution
            started.startedAt = first.timestamp
            tell(StatusChange(of: started, end: nil))
        }
        guard let last = events.last, let status = Self.status(after: last) else { return }
        let ended = api.withRegistry { $0.ended(execution.arn, as: status.name, at: last.timestamp) }
        if let ended { tell(StatusChange(of: ended, end: (status, last.timestamp))) }
    }

    private func log(_ events: [HistoryEvent]) {
        guard api.outbox.takesLogs, let destination = LogDestination(execution.revision.logging) else { return }
        let records = events.filter { destination.level.includes($0.type) }
            .map { LogRecord($0, of: execution, includesData: destination.includesData) }
        guard !records.isEmpty else { return }
        api.outbox.post(
            .logs(
                group: destination.group,
                stream: "states/\(execution.identity.stateMachineName)/\(api.logStreamSuffix)",
                account: execution.account,
                records
            )
        )
    }

    /// EXPRESS executions change their status without telling.
    private func tell(_ change: @autoclosure () -> StatusChange) {
        guard execution.type == .standard, api.outbox.takesEvents else { return }
        api.outbox.post(.statusChange(change()))
    }

    private static func status(after event: HistoryEvent) -> ExecutionStatus? {
        let failure: (error: String?, cause: String?) =
            if case .failure(let error, let cause) = event.details { (error, cause) } else { (nil, nil) }
        switch event.type {
        case .executionSucceeded: return .succeeded(output: event.value)
        case .executionFailed: return .failed(error: failure.error, cause: failure.cause)
        case .executionTimedOut: return .timedOut
        case .executionAborted: return .aborted(error: failure.error, cause: failure.cause)
        default: return nil
        }
    }
}
