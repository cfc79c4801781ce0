package import FlowMachine
package import StatesLanguage

/// A timer of a running execution.
package struct DueTimer: Hashable, Sendable {
    /// The execution.
    package var execution: ExecutionID
    /// The timer, within the execution.
    package var timer: TimerID
    /// The timer's place among all timers; holds when it is due.
    package var cursor: TimerCursor

    /// A timer of the given parts.
    package init(execution: ExecutionID, timer: TimerID, cursor: TimerCursor) {
        self.execution = execution
        self.timer = timer
        self.cursor = cursor
    }

    /// When it is due.
    package var due: Timestamp { cursor.due }
}

/// A place among the timers of all executions: by when they are due, then by the executions' numbers.
package struct TimerCursor: Hashable, Comparable, Sendable {
    /// When the timer is due.
    package var due: Timestamp
    /// The store's own number of the execution.
    package var sequence: Int
    /// The timer, within the execution.
    package var timer: TimerID

    /// The place of that timer.
    package init(due: Timestamp, sequence: Int, timer: TimerID) {
        self.due = due
        self.sequence = sequence
        self.timer = timer
    }

    /// The place behind all timers of a moment.
    package init(after moment: Timestamp) {
        self.init(due: moment, sequence: .max, timer: TimerID(rawValue: .max))
    }

    /// Whether the first place comes first.
    package static func < (first: TimerCursor, second: TimerCursor) -> Bool {
        (first.due, first.sequence, first.timer) < (second.due, second.sequence, second.timer)
    }
}
