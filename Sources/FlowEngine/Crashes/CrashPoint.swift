import Glibc
import Synchronization

/// A point between what is decided, kept and done, at which a crash must lose nothing.
package enum CrashPoint: String, CaseIterable, Sendable {
    /// A turn was decided, and the store does not have it.
    case beforeCommit = "before-commit"
    /// The store has a turn, and nobody heard of it.
    case afterCommit = "after-commit"
    /// Whoever brought an event heard that it was taken; nothing that follows from it is done.
    case beforeEffects = "before-effects"
    /// One of the things that follow from a turn was handed on, the others were not.
    case afterEffect = "after-effect"
    /// A handler is about to begin with an attempt.
    case beforeHandler = "before-handler"
    /// A handler has answered, and the execution does not know.
    case afterHandler = "after-handler"
    /// A timer is due, and the execution does not know.
    case timerDue = "timer-due"
    /// That a worker has a task is kept, and the worker does not have it.
    case activityGiven = "activity-given"
    /// A new execution is kept, and whoever started it does not know.
    case started
    /// The counts of a map run that ended are kept, its answer is not.
    case mapRunEnded = "map-run-ended"
    /// An execution was loaded into memory, for an event that it has not got.
    case loaded
    /// Some of the executions were gone on with after a crash, others were not.
    case duringResume = "during-resume"
}

/// Kills the process at a point, for tests of crashes.
///
/// The only plan of a process is in `FLOW_TASK_CRASH_AT`, as in `after-commit:12`: the point and how often it is passed.
package final class CrashPlan: Sendable {
    private let point: CrashPoint
    private let left: Atomic<Int>

    /// Reads a plan, or `nil` where the text is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let number = Int(parts[1]),
            number > 0
        else { return nil }
        self.point = point
        left = Atomic(number)
    }

    /// Kills the process where this is the planned time.
    func pass(_ point: CrashPoint) {
        guard point == self.point, left.subtract(1, ordering: .relaxed).newValue == 0 else { return }
        kill(getpid(), SIGKILL)
    }
}

extension Engine {
    /// Lets a planned crash happen here.
    @inline(__always)
    func pass(_ point: CrashPoint) {
        if let plan = configuration.crashPlan { plan.pass(point) }
    }
}
