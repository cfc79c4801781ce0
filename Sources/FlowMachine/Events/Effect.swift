package import FlowJSON
package import StatesLanguage

/// Something that an interpreter orders its shell to do, after the outcome's history events are kept.
package enum Effect: Hashable, Sendable {
    /// Do the work of a Task state; answer with `taskStarted`, then `taskSucceeded` or `taskFailed`.
    case scheduleTask(ScheduledTask)
    /// Stop that work; its answer is no longer wanted.
    case cancelTask(TaskID)
    /// Run the child executions of a distributed Map; answer with `mapRunSucceeded` or `mapRunFailed`.
    case startMapRun(MapRunOrder)
    /// Run those of an ended map run's child executions again that were not successful, and those that never began;
    /// answer as to its start.
    case redriveMapRun(MapRunID)
    /// Stop them; the map run's result is no longer wanted.
    case cancelMapRun(MapRunID)
    /// Send `timerFired` at that moment or, where it is past, at once.
    case startTimer(TimerID, at: Timestamp)
    /// Forget that timer.
    case cancelTimer(TimerID)
    /// The execution is over; nothing follows.
    case executionEnded(ExecutionStatus)
}

/// The work of one attempt of a Task state.
package struct ScheduledTask: Hashable, Sendable {
    /// What answers name.
    package let id: TaskID
    /// The state's name.
    package let stateName: String
    /// The state's `Resource`.
    package let resource: String
    /// What the task is given.
    package let arguments: JSON
    /// The value of `Credentials`, or `nil` where the state has none.
    package let credentials: JSON?
    /// Seconds from `taskStarted` until the attempt is over, or `nil`.
    package let timeoutSeconds: Int64?
    /// Seconds that may go by without a heartbeat, or `nil`.
    package let heartbeatSeconds: Int64?
    /// 1 for the first attempt of this visit of the state, 2 for the first retry.
    package let attempt: Int
    /// The same for every repetition of this attempt after a crash: execution, state entry and attempt.
    package let idempotencyKey: String
    /// What somebody outside gives back with the result, or `nil` where the resource waits for none.
    package let taskToken: String?
    /// The indices of the Map iterations that the state runs in, the outermost first.
    package let iterations: [Int]
}
