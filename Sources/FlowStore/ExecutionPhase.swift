package import FlowMachine

/// How far an execution is; the names are AWS's.
package enum ExecutionPhase: String, CaseIterable, Hashable, Sendable {
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case timedOut = "TIMED_OUT"
    case aborted = "ABORTED"

    /// The phase of an execution that ended so, or that runs where there is no status.
    package init(_ status: ExecutionStatus?) {
        self =
            switch status {
            case nil: .running
            case .succeeded: .succeeded
            case .failed: .failed
            case .timedOut: .timedOut
            case .aborted: .aborted
            }
    }
}
