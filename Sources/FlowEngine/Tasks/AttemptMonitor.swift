import FlowConnections
import FlowMachine
import FlowTasks

/// Hears what a handler says about itself.
struct AttemptMonitor: TaskMonitor {
    let attempt: Attempt
    let clock: any EngineClock
    let redactor: Redactor

    func heartbeat() {
        guard attempt.task.heartbeatSeconds != nil else { return }
        attempt.noteHeartbeat(at: clock.now)
    }

    func report(_ progress: TaskProgress) {
        heartbeat()
        guard let observer = attempt.cell.observer, !attempt.isCancelled else { return }
        var progress = progress
        progress.note = progress.note.map(redactor.redact)
        observer.taskProgressed(attempt.shown, progress)
    }
}
