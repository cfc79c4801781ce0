package import FlowJSON
package import StatesLanguage

/// One thing that happened in an execution.
///
/// Compact, since millions are kept: the state is an index into the program, the data is shared with the execution's
/// own, and what only some types have is boxed. `json(in:)` renders what AWS's GetExecutionHistory answers.
package struct HistoryEvent: Hashable, Sendable {
    /// From 1 without gaps.
    package let id: Int
    /// The event that led to this one, or 0.
    package let previousEventID: Int
    /// When it happened.
    package let timestamp: Timestamp
    /// The input of a state that was entered, the output of one that was exited, a task's parameters or result, the
    /// length of a Map, the index of an iteration; `null` for types without any.
    package let value: JSON
    /// What only some types have.
    package let details: HistoryEventDetails?
    /// The state, or none.
    package let state: StateIndex
    /// What happened.
    package let type: HistoryEventType

    @inline(__always)
    init(
        id: Int,
        previousEventID: Int,
        timestamp: Timestamp,
        type: HistoryEventType,
        state: StateIndex = .none,
        value: JSON = .null,
        details: HistoryEventDetails? = nil
    ) {
        self.id = id
        self.previousEventID = previousEventID
        self.timestamp = timestamp
        self.type = type
        self.state = state
        self.value = value
        self.details = details
    }
}

/// What only some types of history events have.
package indirect enum HistoryEventDetails: Hashable, Sendable {
    /// The variables that were assigned when a state was exited, by name.
    case assigned(JSONObject)
    /// What failed; a part that nobody gave is `nil`.
    case failure(error: String?, cause: String?)
    /// An expression failed: where, unless it is not in one field.
    case evaluation(error: String, cause: String, location: String?)
    /// How a task was scheduled; the event's value is its parameters or input.
    case scheduled(TaskTerms)
    /// Who runs an activity.
    case worker(String)
}

/// How an attempt of a Task state was scheduled.
package struct TaskTerms: Hashable, Sendable {
    /// The state's `TimeoutSeconds`, or `nil`.
    package var timeoutSeconds: Int64?
    /// The state's `HeartbeatSeconds`, or `nil`.
    package var heartbeatSeconds: Int64?
    /// The value of `Credentials`, or `nil`.
    package var credentials: JSON?
}
