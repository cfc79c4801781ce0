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
    private let amounts = Mutex(Amounts())
    private let interval: Duration

    /// What tasks moved.
    private struct Amounts {
        /// How far each attempt is, and when that was last shown.
        var told: [TaskID: (progress: TaskProgress, shown: ContinuousClock.Instant)] = [:]
        /// What the attempts of a state moved that succeeded, until the state is left.
        var moved: [String: [String]] = [:]
    }

    /// - Parameter interval: how long a task goes on until a line says how far it is, and until the next one does.
    init(
        every interval: Duration = .seconds(5),
        _ write: @escaping @Sendable (String) -> Void = { Terminal.standardError.write($0) }
    ) {
        self.interval = interval
        self.write = write
    }

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
                let moved = amounts.withLock { amounts in
                    amounts.moved[name]?.isEmpty == false ? amounts.moved[name]?.removeFirst() : nil
                }
                line(event.timestamp, name, "done in \(Quantity.duration(elapsed))\(moved ?? "")")
            } else if type.hasSuffix("StateAborted") {
                line(event.timestamp, name, "aborted")
            }
        }
    }

    func taskStarted(_ attempt: TaskAttempt) {
        amounts.withLock { $0.told[attempt.id] = (TaskProgress(), .now) }
    }

    func taskProgressed(_ attempt: TaskAttempt, _ progress: TaskProgress) {
        let words = amounts.withLock { amounts -> String? in
            let now = ContinuousClock.now
            var (known, shown) = amounts.told[attempt.id] ?? (TaskProgress(), now)
            known.bytes = progress.bytes ?? known.bytes
            known.totalBytes = progress.totalBytes ?? known.totalBytes
            known.rows = progress.rows ?? known.rows
            let isTime = now - shown >= interval
            amounts.told[attempt.id] = (known, isTime ? now : shown)
            return isTime ? known.inWords : nil
        }
        if let words { line(.now, attempt.stateName, words) }
    }

    func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd) {
        amounts.withLock { amounts in
            let words = amounts.told.removeValue(forKey: attempt.id)?.progress.inWords
            if case .succeeded = end {
                amounts.moved[attempt.stateName, default: []].append(words.map { "  " + $0 } ?? "")
            }
        }
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

extension TaskProgress {
    /// `1.5 kB of 3.0 kB  12 rows`; `nil` where nothing is told.
    fileprivate var inWords: String? {
        let total = totalBytes.map { " of \(Quantity.bytes($0))" } ?? ""
        let facts = [bytes.map { Quantity.bytes($0) + total }, rows.map { "\(Quantity.grouped($0)) rows" }]
        let words = facts.compactMap(\.self).joined(separator: "  ")
        return words.isEmpty ? nil : words
    }
}

extension Timestamp {
    /// The time of now.
    static var now: Timestamp { Timestamp(milliseconds: Environment.ofThisMoment().now) }
}
