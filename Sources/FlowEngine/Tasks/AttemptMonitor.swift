import FlowConnections
import FlowJSON
import FlowMachine
import FlowTasks

/// Hears what a handler says about itself.
struct AttemptMonitor: TaskMonitor {
    let attempt: Attempt
    let engine: Engine

    func heartbeat() {
        guard attempt.task.heartbeatSeconds != nil else { return }
        attempt.noteHeartbeat(at: engine.configuration.clock.now)
    }

    func report(_ progress: TaskProgress) {
        heartbeat()
        guard let observer = attempt.cell.observer, !attempt.isCancelled else { return }
        var progress = progress
        progress.note = progress.note.map(engine.redactor.redact)
        observer.taskProgressed(attempt.shown, progress)
    }

    func started() { engine.started(attempt, isShown: true) }

    func submitted(_ output: JSON) { engine.submitted(attempt, output) }

    var isAnswered: Bool { attempt.isAnswered }
}
