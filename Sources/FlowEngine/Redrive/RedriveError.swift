/// An execution cannot be redriven.
package struct RedriveError: Error, Hashable, CustomStringConvertible {
    /// Why it cannot.
    package struct Reason: Hashable, Sendable {
        /// AWS's words.
        package let text: String
        /// It has not ended.
        package static let running = Reason(text: "Execution is RUNNING and cannot be redriven")
        /// It came to its end.
        package static let succeeded = Reason(text: "Execution is SUCCEEDED and cannot be redriven")
        /// Its history is full.
        package static let historyIsFull = Reason(text: "Execution history event limit exceeded")
        /// It ended more than 14 days ago.
        package static let periodIsOver = Reason(text: "Execution redrivable period exceeded")
        /// It started more than a year ago.
        package static let isTooOld = Reason(text: "Execution has exceeded the max execution time")
        /// Its state machine goes away.
        package static let machineIsDeleting = Reason(text: "State machine is in DELETING status")
        /// It never came to its first state, or where it was is not known any more.
        package static let nothingToGoOn = Reason(text: "Execution has no state that it could go on with")
        /// It is a map run's child, which goes on when its parent is redriven.
        package static let isChild = Reason(text: "Execution is redriven by its Map Run")
    }

    /// Why it cannot.
    package let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    /// AWS's words.
    package var description: String { reason.text }
}
