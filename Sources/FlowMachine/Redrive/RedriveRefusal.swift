/// Why an execution cannot be redriven, as far as the execution itself tells.
package enum RedriveRefusal: Hashable, Sendable {
    /// It has not ended.
    case running
    /// It came to its end.
    case succeeded
    /// Its history has no room for what a redrive records.
    case historyIsFull
    /// Nothing is known of where it was: it never started, or only one of its states was run.
    case nothingToGoOn
}

extension Interpreter {
    /// Why the execution cannot be redriven, or `nil` where it can be.
    package var redriveRefusal: RedriveRefusal? {
        switch status {
        case nil: .running
        case .succeeded: .succeeded
        case .failed, .timedOut, .aborted:
            // One place for the redrive, and the last one for the execution's next end.
            if nextEventID >= historyLimit {
                .historyIsFull
            } else {
                scopes.isEmpty || program.isSingleState ? .nothingToGoOn : nil
            }
        }
    }
}
