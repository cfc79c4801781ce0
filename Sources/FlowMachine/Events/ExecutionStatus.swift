package import FlowJSON

/// How an execution ended.
package enum ExecutionStatus: Hashable, Sendable {
    /// It came to its end with an output.
    case succeeded(output: JSON)
    /// A Fail state or a failure that nothing caught ended it; a part that nobody gave is `nil`.
    case failed(error: String?, cause: String?)
    /// The machine's `TimeoutSeconds` were over.
    case timedOut
    /// Somebody stopped it.
    case aborted(error: String?, cause: String?)
}

extension ExecutionStatus {
    /// The status as AWS writes it, such as `SUCCEEDED`.
    package var name: String {
        switch self {
        case .succeeded: "SUCCEEDED"
        case .failed: "FAILED"
        case .timedOut: "TIMED_OUT"
        case .aborted: "ABORTED"
        }
    }
}
