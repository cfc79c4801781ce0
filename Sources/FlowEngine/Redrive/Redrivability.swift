import FlowMachine
package import FlowStore
package import StatesLanguage

/// Whether executions can be redriven, as far as store and clock tell.
///
/// Source: AWS's developer guide, "Redrive eligibility for unsuccessful executions".
package enum Redrivability {
    /// For how long after its end an execution can be redriven.
    package static let period: Int64 = 14 * 86_400
    /// For how long after its start.
    package static let longestExecution: Int64 = 365 * 86_400

    /// Why an execution cannot be redriven at a moment, or `nil` where it can be.
    ///
    /// Whose child it is plays no part in it.
    package static func refusal(of stored: StoredExecution, at now: Timestamp) -> RedriveError.Reason? {
        switch stored.interpreter.redriveRefusal {
        case .running: return .running
        case .succeeded: return .succeeded
        case .historyIsFull: return .historyIsFull
        case .nothingToGoOn: return .nothingToGoOn
        case nil: break
        }
        if let stoppedAt = stored.stoppedAt, stoppedAt.adding(seconds: period) < now { return .periodIsOver }
        if let startedAt = stored.interpreter.startedAt, startedAt.adding(seconds: longestExecution) < now {
            return .isTooOld
        }
        return nil
    }
}
