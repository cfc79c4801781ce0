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
    private let isUnwanted = Atomic<Bool>(false)
    private let runner = Mutex<RunningTask?>(nil)
    private let heartbeat = Mutex<Timestamp?>(nil)

    init(_ task: ScheduledTask, of cell: ExecutionCell) {
        self.task = task
        self.cell = cell
        shown = TaskAttempt(
            id: task.id,
            stateName: task.stateName,
            taskName: TaskResource.taskName(of: task.resource) ?? task.resource,
            attempt: task.attempt,
            iterations: task.iterations
        )
    }

    /// Whether the answer is no longer wanted.
    var isCancelled: Bool { isUnwanted.load(ordering: .acquiring) }

    /// Cancels the handler, if it runs.
    func cancel() {
        isUnwanted.store(true, ordering: .sequentiallyConsistent)
        runner.withLock { $0?.cancel() }
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
