import FlowJSON
import FlowMachine
import FlowTasks
import StatesLanguage
import Synchronization

/// One attempt of a task, from its dispatch until its handler has ended.
final class Attempt: Sendable {
    let task: ScheduledTask
    let cell: ExecutionCell
    /// What an observer is told.
    let shown: TaskAttempt
    /// What was answered when an earlier process submitted it.
    let submittedOutput: JSON?
    /// Whether it calls a service elsewhere, instead of working here.
    let isCall: Bool
    private let progress = Mutex(Progress())
    private let isUnwanted = Atomic<Bool>(false)
    private let runner = Mutex<RunningTask?>(nil)
    private let heartbeat = Mutex<Timestamp?>(nil)

    init(_ task: ScheduledTask, of cell: ExecutionCell, isCall: Bool, submittedOutput: JSON? = nil) {
        self.isCall = isCall
        self.task = task
        self.cell = cell
        self.submittedOutput = submittedOutput
        shown = TaskAttempt(task)
    }

    /// Whether the answer is no longer wanted.
    var isCancelled: Bool { isUnwanted.load(ordering: .acquiring) }

    /// Cancels the handler, if it runs.
    func cancel() {
        isUnwanted.store(true, ordering: .sequentiallyConsistent)
        runner.withLock { $0?.cancel() }
    }

    /// Notes that somebody answered with the task's token; who only waits for a job's end need not wait any more.
    func answer() {
        progress.withLock { $0.isAnswered = true }
        if progress.withLock({ $0.isSubmitted }) { cancel() }
    }

    /// Runs a handler in this Swift task, which ``cancel()`` cancels meanwhile.
    func running<Answer>(_ body: () async -> Answer) async -> Answer {
        withUnsafeCurrentTask { task in
            runner.withLock { $0 = task.map(RunningTask.init) }
            if isCancelled { task?.cancel() }
        }
        defer { runner.withLock { $0 = nil } }
        return await body()
    }

    /// Notes that the work begins; answers whether it is the first time.
    func start() -> Bool {
        progress.withLock { progress in
            defer { progress.isStarted = true }
            return !progress.isStarted
        }
    }

    /// Notes that what is called has taken the call; answers whether it is the first time.
    func submit() -> Bool {
        progress.withLock { progress in
            defer { progress.isSubmitted = true }
            return !progress.isSubmitted
        }
    }

    /// Gives up the place among those that run; answers whether it is the first time.
    func leavePlace() -> Bool {
        progress.withLock { progress in
            defer { progress.hasLeft = true }
            return !progress.hasLeft
        }
    }

    var hasStarted: Bool { progress.withLock { $0.isStarted } }
    var isSubmitted: Bool { progress.withLock { $0.isSubmitted } }
    var isAnswered: Bool { progress.withLock { $0.isAnswered } }

    private struct Progress {
        var isStarted = false
        var isSubmitted = false
        var isAnswered = false
        var hasLeft = false
    }

    /// Notes that the handler is alive.
    func noteHeartbeat(at moment: Timestamp) { heartbeat.withLock { $0 = moment } }

    /// When the handler was last alive, unless that was asked before.
    func takeHeartbeat() -> Timestamp? { heartbeat.withLock { $0.take() } }
}

/// The Swift task that runs a handler, to cancel it: half as dear as a task group that waits for both.
///
/// Sendable by this invariant: an attempt holds it only while `Attempt.running(_:)` runs, which is in that very task,
/// and reaches it only under its lock; so the task is alive, and a task may be cancelled from anywhere while it is.
private struct RunningTask: @unchecked Sendable {
    private let task: UnsafeCurrentTask

    init(_ task: UnsafeCurrentTask) { self.task = task }

    func cancel() { task.cancel() }
}

extension TaskAttempt {
    init(_ task: ScheduledTask) {
        self.init(
            id: task.id,
            stateName: task.stateName,
            taskName: TaskResource.taskName(of: task.resource) ?? task.resource,
            attempt: task.attempt,
            iterations: task.iterations
        )
    }
}
