import FlowEngine
import FlowMachine
import FlowStore
import FlowTasks
import JSONata
import StatesLanguage
import Synchronization

/// Writes a line for each thing that happens, for logs and pipes.
final class LineView: RunView {
    private let write: @Sendable (String) -> Void
    /// When each state was last entered, for the time that it took.
    private let entered = Mutex<[String: Timestamp]>([:])
    /// When a map run was last shown.
    private let shown = Mutex<[MapRunID: ContinuousClock.Instant]>([:])

    init(_ write: @escaping @Sendable (String) -> Void = { Terminal.standardError.write($0) }) { self.write = write }

    func recorded(_ events: [HistoryEvent], in program: Program) {
        for event in events {
            guard let name = event.stateName(in: program) else { continue }
            let type = event.type.rawValue
            if type.hasSuffix("StateEntered") {
                entered.withLock { $0[name] = event.timestamp }
                line(event.timestamp, name, "entered")
            } else if type.hasSuffix("StateExited") {
                let start = entered.withLock { $0[name] } ?? event.timestamp
                let elapsed = Duration.milliseconds(event.timestamp.milliseconds - start.milliseconds)
                line(event.timestamp, name, "done in \(Quantity.duration(elapsed))")
            } else if type.hasSuffix("StateAborted") {
                line(event.timestamp, name, "aborted")
            }
        }
    }

    func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd) {
        guard case .failed(let failure) = end else { return }
        let number = attempt.attempt > 1 ? "attempt \(attempt.attempt) " : ""
        line(.now, attempt.stateName, "\(number)failed: \(failure.error.text): \(failure.cause)")
    }

    /// A line each second, and one at the end.
    func mapRunProgressed(_ progress: MapRunProgress) {
        let now = ContinuousClock.now
        let isAtEnd = progress.isTotalKnown && progress.items.ended == progress.items.total
        let isTime = shown.withLock { shown in
            if !isAtEnd, let last = shown[progress.id], now - last < .seconds(1) { return false }
            shown[progress.id] = now
            return true
        }
        guard isTime, let words = [progress.id: progress].inWords else { return }
        line(.now, progress.stateName, words)
    }

    func retryScheduled(_ retry: ScheduledRetry) {
        line(.now, retry.stateName, "attempt \(retry.attempt) follows at \(retry.due)")
    }

    func tick() {}
    func finish() {}

    private func line(_ time: Timestamp, _ name: String, _ text: String) { write("\(time)  \(name)  \(text)\n") }
}

extension Timestamp {
    /// The time of now.
    static var now: Timestamp { Timestamp(milliseconds: Environment.ofThisMoment().now) }
}
