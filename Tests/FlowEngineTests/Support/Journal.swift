import FlowEngine
import FlowMachine
import FlowTasks
import StatesLanguage
import Synchronization

/// What happened, in words, in order.
final class Journal: Sendable {
    private struct Phase {
        var lines: [String] = []
        var waiters: [(line: String, signal: Signal)] = []
    }
    private let phase = Mutex(Phase())

    var lines: [String] { phase.withLock { $0.lines } }

    func note(_ line: String) {
        let woken = phase.withLock { phase in
            phase.lines.append(line)
            defer { phase.waiters.removeAll { $0.line == line } }
            return phase.waiters.filter { $0.line == line }
        }
        for waiter in woken { waiter.signal.fire() }
    }

    /// Returns when a line was noted.
    func wait(for line: String) async {
        let signal = Signal()
        let isThere = phase.withLock { phase in
            if !phase.lines.contains(line) { phase.waiters.append((line, signal)) }
            return phase.lines.contains(line)
        }
        if !isThere { await signal.wait() }
    }
}

/// An observer that writes a journal.
struct JournalObserver: ExecutionObserver {
    let journal = Journal()

    func recorded(_ events: [HistoryEvent], in program: Program) {
        for event in events {
            journal.note(event.type.rawValue + (program.name(of: event.state).map { " \($0)" } ?? ""))
        }
    }
    func taskStarted(_ attempt: TaskAttempt) {
        journal.note(
            "started \(attempt.taskName) in \(attempt.stateName)\(attempt.iterations), attempt \(attempt.attempt)"
        )
    }
    func taskProgressed(_ attempt: TaskAttempt, _ progress: TaskProgress) {
        journal.note("progress of \(attempt.stateName): \(progress.bytes ?? 0) bytes, \(progress.note ?? "")")
    }
    func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd) {
        switch end {
        case .succeeded: journal.note("ended \(attempt.stateName)")
        case .failed(let failure): journal.note("failed \(attempt.stateName): \(failure)")
        case .cancelled: journal.note("cancelled \(attempt.stateName)")
        }
    }
    func retryScheduled(_ retry: ScheduledRetry) {
        journal.note("attempt \(retry.attempt) of \(retry.stateName) at \(retry.due)")
    }
}
