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
    /// Fires when the answer is no longer wanted.
    let cancellation = Signal()
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

    func cancel() { cancellation.fire() }

    /// Notes that the handler is alive.
    func noteHeartbeat(at moment: Timestamp) { heartbeat.withLock { $0 = moment } }

    /// When the handler was last alive, unless that was asked before.
    func takeHeartbeat() -> Timestamp? { heartbeat.withLock { $0.take() } }
}
