package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// An execution as the store has it: all that is needed to go on with it.
package struct StoredExecution: Sendable {
    /// The execution.
    package var id: ExecutionID
    /// How often it was committed.
    package var version: Int
    /// The execution after its last committed event.
    package var interpreter: Interpreter
    /// Tasks whose work is to be done, by their ids.
    package var pendingTasks: [ScheduledTask]
    /// Timers that are to fire, by their ids.
    package var timers: [StoredTimer]
    /// Map runs that have not ended, by their ids.
    package var pendingMapRuns: [MapRunOrder]
    /// The map run that it is a child of, or `nil`.
    package var child: ChildLink?
    /// When it ended, or `nil` while it runs.
    package var stoppedAt: Timestamp?
    /// What its starter wanted kept beside it.
    package var attributes: JSONObject

    /// An execution of the given parts.
    package init(
        id: ExecutionID,
        version: Int,
        interpreter: Interpreter,
        pendingTasks: [ScheduledTask],
        timers: [StoredTimer],
        pendingMapRuns: [MapRunOrder] = [],
        child: ChildLink? = nil,
        stoppedAt: Timestamp?,
        attributes: JSONObject = JSONObject()
    ) {
        self.id = id
        self.version = version
        self.interpreter = interpreter
        self.pendingTasks = pendingTasks
        self.timers = timers
        self.pendingMapRuns = pendingMapRuns
        self.child = child
        self.stoppedAt = stoppedAt
        self.attributes = attributes
    }
}
