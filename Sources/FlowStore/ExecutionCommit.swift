package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// What one turn of an execution changed; kept as a whole or not at all.
package struct ExecutionCommit: Sendable {
    /// The execution.
    package var id: ExecutionID
    /// The version that the store must have; 0 makes a new execution.
    package var expectedVersion: Int
    /// What the starter wants kept beside the execution; `nil` leaves what there is.
    package var attributes: JSONObject?
    /// What happened, to be added to the history.
    package var events: [HistoryEvent] = []
    /// The execution as it is after these events; holds its identity, its input and its status.
    package var interpreter: Interpreter
    /// Tasks whose work is to be done, until one is among `endedTasks`.
    package var scheduledTasks: [ScheduledTask] = []
    /// Tasks that answered or are no longer wanted.
    package var endedTasks: [TaskID] = []
    /// Map runs whose children are to be run, until one is among `endedMapRuns`.
    package var startedMapRuns: [MapRunOrder] = []
    /// Ended map runs that run again, until one is among `endedMapRuns`.
    package var redrivenMapRuns: [MapRunID] = []
    /// Map runs that answered or are no longer wanted, and how they ended; of two ends of one the first counts.
    package var endedMapRuns: [(id: MapRunID, status: MapRunStatus)] = []
    /// The map run that a new execution is a child of, or `nil`.
    package var child: ChildLink?
    /// Timers that are to fire, until one is among `endedTimers`.
    package var startedTimers: [StoredTimer] = []
    /// Timers that fired or are no longer wanted.
    package var endedTimers: [TimerID] = []
    /// When the turn was.
    package var moment: Timestamp

    /// A commit in which nothing but the interpreter changed.
    package init(id: ExecutionID, expectedVersion: Int, interpreter: Interpreter, moment: Timestamp) {
        self.id = id
        self.expectedVersion = expectedVersion
        self.interpreter = interpreter
        self.moment = moment
    }
}

/// A timer that is to fire.
package struct StoredTimer: Hashable, Sendable {
    /// The timer.
    package var id: TimerID
    /// When it is due.
    package var due: Timestamp

    /// The timer `id`, due at `due`.
    package init(id: TimerID, due: Timestamp) {
        self.id = id
        self.due = due
    }
}
