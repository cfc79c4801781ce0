import FlowStore

extension ExecutionPhase {
    /// The phase as `executions.status` has it.
    var column: Int64 {
        switch self {
        case .running: 0
        case .succeeded: 1
        case .failed: 2
        case .timedOut: 3
        case .aborted: 4
        }
    }
}
