package import FlowJSON
package import FlowMachine
package import FlowStore
package import StatesLanguage

/// How an execution ended.
package struct ExecutionResult: Sendable {
    /// The execution.
    package var id: ExecutionID
    /// Succeeded with its output, failed, timed out or aborted.
    package var status: ExecutionStatus
    /// Everything that happened.
    package var history: [HistoryEvent]
    /// When it started.
    package var startedAt: Timestamp?
    /// When it ended.
    package var stoppedAt: Timestamp?

    /// The output of an execution that succeeded.
    package var output: JSON? {
        if case .succeeded(let output) = status { output } else { nil }
    }

    /// The error's name, where one was given.
    package var error: String? {
        switch status {
        case .failed(let error, _), .aborted(let error, _): error
        case .timedOut: "States.Timeout"
        case .succeeded: nil
        }
    }

    /// The cause, where one was given.
    package var cause: String? {
        switch status {
        case .failed(_, let cause), .aborted(_, let cause): cause
        case .timedOut, .succeeded: nil
        }
    }
}
