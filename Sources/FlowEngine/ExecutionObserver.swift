package import FlowMachine
package import FlowStore
package import FlowTasks
package import StatesLanguage

/// Watches an execution, for a live view or a log.
///
/// Calls come from any thread: `recorded` one after another in the history's order, the others at any time between. They
/// are made in the engine's way, so they take note and return. Texts are free of the connections' secrets.
package protocol ExecutionObserver: Sendable {
    /// History events were committed; states' names are in `program`.
    func recorded(_ events: [HistoryEvent], in program: Program)
    /// A handler began with an attempt.
    func taskStarted(_ attempt: TaskAttempt)
    /// A handler said how far it is.
    func taskProgressed(_ attempt: TaskAttempt, _ progress: TaskProgress)
    /// An attempt is over; the flow may retry or catch its failure.
    func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd)
    /// A state waits before its next attempt.
    func retryScheduled(_ retry: ScheduledRetry)
    /// A distributed Map is further; told a few times a second, and at its end.
    func mapRunProgressed(_ progress: MapRunProgress)
}

extension ExecutionObserver {
    /// Takes no note.
    package func recorded(_ events: [HistoryEvent], in program: Program) {}
    /// Takes no note.
    package func taskStarted(_ attempt: TaskAttempt) {}
    /// Takes no note.
    package func taskProgressed(_ attempt: TaskAttempt, _ progress: TaskProgress) {}
    /// Takes no note.
    package func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd) {}
    /// Takes no note.
    package func retryScheduled(_ retry: ScheduledRetry) {}
    /// Takes no note.
    package func mapRunProgressed(_ progress: MapRunProgress) {}
}

/// Which attempt of which Task state an observer is told about.
package struct TaskAttempt: Hashable, Sendable {
    /// The attempt, within its execution.
    package let id: TaskID
    /// The state's name.
    package let stateName: String
    /// The task's name, or the whole resource where it is no activity.
    package let taskName: String
    /// 1 for the first attempt of this visit of the state.
    package let attempt: Int
    /// The indices of the Map iterations around the state, the outermost first.
    package let iterations: [Int]
}

/// How an attempt ended.
package enum TaskAttemptEnd: Hashable, Sendable {
    /// The handler answered.
    case succeeded
    /// The handler failed.
    case failed(TaskFailure)
    /// The flow did not want the answer any more: a timeout, a failed sibling, or the execution's end.
    case cancelled
}

/// A retry that a state waits for.
package struct ScheduledRetry: Hashable, Sendable {
    /// The state's name.
    package let stateName: String
    /// The number of the attempt that will follow; 2 for the first retry.
    package let attempt: Int
    /// When it begins.
    package let due: Timestamp
}

/// How far a distributed Map is.
package struct MapRunProgress: Hashable, Sendable {
    /// The map run, within its execution.
    package let id: MapRunID
    /// The state's name.
    package let stateName: String
    /// How far its items are.
    package let items: MapRunCounts
    /// How far its child executions are.
    package let executions: MapRunCounts
    /// Whether all items are known.
    package let isTotalKnown: Bool
}
