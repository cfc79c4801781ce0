import FlowJSON
import StatesLanguage

/// A task that was scheduled and has not answered.
struct PendingTask: Hashable, Sendable {
    let scope: ScopeIndex
    let timeoutSeconds: Int64?
    let heartbeatSeconds: Int64?
    var hasStarted = false
    /// Whether a worker elsewhere has taken it, and not a handler here.
    var isWithWorker = false
    var timeout: TimerID?
    var heartbeat: TimerID?
    var lastHeartbeat = Timestamp(milliseconds: 0)
    /// What the submission of an integration that waits was answered.
    var submittedOutput: JSON?
}

/// What a timer is for.
enum TimerPurpose: Hashable, Sendable {
    /// The machine's `TimeoutSeconds`.
    case execution
    /// A Wait state, and until when it waits.
    case wait(ScopeIndex, until: Timestamp)
    /// The next attempt of a state.
    case retry(ScopeIndex)
    /// A task's `TimeoutSeconds`.
    case timeout(TaskID)
    /// A task's `HeartbeatSeconds`.
    case heartbeat(TaskID)
}
