package import FlowJSON
package import StatesLanguage

/// Something that happened outside and that an interpreter is told.
///
/// An event about a task, a map run or a timer that is over, or that never was, changes nothing: it may have been on its way
/// when the execution moved on.
package enum Event: Hashable, Sendable {
    /// The execution begins; the first event, and only once.
    case start(input: JSON)
    /// A task's attempt has begun. `TimeoutSeconds` and `HeartbeatSeconds` count from here; for a task without either
    /// the event may be left out.
    case taskStarted(TaskID)
    /// A worker has taken an activity's attempt.
    case activityStarted(TaskID, workerName: String?)
    /// What a task with `.sync` or `.waitForTaskToken` called has answered; the task goes on.
    case taskSubmitted(TaskID, JSON)
    /// Nobody takes a task's attempt, which has not begun.
    case taskScheduleFailed(TaskID, TaskFailure)
    /// A task's attempt could not begin.
    case taskStartFailed(TaskID, TaskFailure)
    /// What a task with `.sync` or `.waitForTaskToken` called has refused the call.
    case taskSubmitFailed(TaskID, TaskFailure)
    /// A task's attempt has succeeded with a result.
    case taskSucceeded(TaskID, JSON)
    /// A task's attempt has failed.
    case taskFailed(TaskID, TaskFailure)
    /// A task's attempt is alive.
    case taskHeartbeat(TaskID)
    /// Which of the program's activities do not exist from now on; a state that names one fails.
    case activitiesAreMissing(Set<String>)
    /// A map run has succeeded with the state's result; `nil` where that is over the limit and was not kept.
    case mapRunSucceeded(MapRunID, JSON?)
    /// A map run has failed.
    case mapRunFailed(MapRunID, TaskFailure)
    /// A timer is due.
    case timerFired(TimerID)
    /// Somebody wants the execution to end now.
    case stop(error: String?, cause: String?)
    /// An execution that ended without success is to go on where it failed; see ``Interpreter/redriveRefusal``.
    case redrive
    /// The last outcome said that it needs a continuation.
    case `continue`
}
