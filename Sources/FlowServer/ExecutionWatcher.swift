import FlowEngine
import FlowMachine

/// Notes in the registry when an execution ends.
struct ExecutionWatcher: ExecutionObserver {
    let api: StepFunctionsAPI
    let execution: ExecutionRecord

    func recorded(_ events: [HistoryEvent], in program: Program) {
        guard let last = events.last, let status = Self.status(after: last.type) else { return }
        _ = api.withRegistry { $0.ended(execution.arn, as: status, at: last.timestamp) }
    }

    private static func status(after type: HistoryEventType) -> String? {
        switch type {
        case .executionSucceeded: "SUCCEEDED"
        case .executionFailed: "FAILED"
        case .executionTimedOut: "TIMED_OUT"
        case .executionAborted: "ABORTED"
        default: nil
        }
    }
}
