package import FlowJSON
package import StatesLanguage

/// One thing that happened in an execution.
///
/// Compact, since millions are kept: the state is an index into the program, the data is shared with the execution's
/// own, and what only some types have is boxed. `json(in:)` renders what AWS's GetExecutionHistory answers.
package struct HistoryEvent: Hashable, Sendable {
    // 48 bytes in this order: the small parts fill what the value leaves of its third word.

    /// The input of a state that was entered, the output of one that was exited, a task's parameters or result, the
    /// length of a Map, the index of an iteration, the details of a redrive; `null` for types without any.
    package let value: JSON
    /// What happened.
    package let type: HistoryEventType
    /// The state, or none.
    package let state: StateIndex
    /// What only some types have.
    package let details: HistoryEventDetails?
    /// When it happened.
    package let timestamp: Timestamp
    private let storedID: UInt32
    private let storedPreviousEventID: UInt32

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
        self.value = value
        self.type = type
        self.state = state
        self.details = details
        self.timestamp = timestamp
        storedID = UInt32(truncatingIfNeeded: id)
        storedPreviousEventID = UInt32(truncatingIfNeeded: previousEventID)
    }

    /// The most events that an execution may have, whatever its limits say.
    static let mostEvents = Int(UInt32.max)

    /// From 1 without gaps.
    package var id: Int { Int(storedID) }
    /// The event that led to this one, or 0.
    package var previousEventID: Int { Int(storedPreviousEventID) }
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
