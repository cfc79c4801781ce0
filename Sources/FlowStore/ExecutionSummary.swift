package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// An execution in a list.
package struct ExecutionSummary: Hashable, Sendable {
    /// The execution.
    package var id: ExecutionID
    /// Its name, unique within its state machine.
    package var name: String
    /// The state machine's id.
    package var stateMachineID: String
    /// How it ended, or `nil` while it runs.
    package var status: ExecutionStatus?
    /// When it started.
    package var startedAt: Timestamp
    /// When it ended, or `nil` while it runs.
    package var stoppedAt: Timestamp?
    /// The map run that it is a child of, or `nil`.
    package var child: ChildLink?
    /// What its starter wanted kept beside it.
    package var attributes: JSONObject
    /// The store's own number of it; a later one's is higher.
    package var sequence: Int
    /// How often it was redriven.
    package var redriveCount: Int
    /// When it was redriven last, or `nil`.
    package var redrivenAt: Timestamp?

    /// A summary of the given parts.
    package init(
        id: ExecutionID,
        name: String,
        stateMachineID: String,
        status: ExecutionStatus?,
        startedAt: Timestamp,
        stoppedAt: Timestamp?,
        child: ChildLink? = nil,
        attributes: JSONObject = JSONObject(),
        sequence: Int = 0,
        redriveCount: Int = 0,
        redrivenAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.stateMachineID = stateMachineID
        self.status = status
        self.startedAt = startedAt
        self.stoppedAt = stoppedAt
        self.child = child
        self.attributes = attributes
        self.sequence = sequence
        self.redriveCount = redriveCount
        self.redrivenAt = redrivenAt
    }

    /// How far it is.
    package var phase: ExecutionPhase { ExecutionPhase(status) }

    /// Its place in lists.
    package var cursor: ExecutionCursor { ExecutionCursor(startedAt: startedAt, sequence: sequence) }
}
