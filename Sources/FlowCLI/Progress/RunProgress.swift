import FlowEngine
import FlowMachine
import FlowTasks
import StatesLanguage

/// What is known of a run while it goes on: its states in the order in which they were first entered.
struct RunProgress: Sendable {
    /// One state; a state inside of a map stands for all of its iterations.
    struct Row: Sendable {
        var name: String
        var entered = 0
        var exited = 0
        var failed = 0
        var attempt = 1
        var began: ContinuousClock.Instant
        var ended: ContinuousClock.Instant?
        var bytes: [TaskID: Int64] = [:]
        var totalBytes: [TaskID: Int64] = [:]
        var rows: [TaskID: Int64] = [:]
        var note: String?
        /// The map runs of a distributed Map.
        var mapRuns: [MapRunID: MapRunProgress] = [:]
        /// Why it waits before its next attempt.
        var retry: String?

        var isRunning: Bool { entered > exited + failed }
        var byteCount: Int64? { bytes.isEmpty ? nil : bytes.values.reduce(0, +) }
        var totalByteCount: Int64? {
            totalBytes.isEmpty || totalBytes.count < bytes.count ? nil : totalBytes.values.reduce(0, +)
        }
        var rowCount: Int64? { rows.isEmpty ? nil : rows.values.reduce(0, +) }
    }

    private(set) var rows: [Row] = []
    private var positions: [String: Int] = [:]

    /// Takes note of events.
    mutating func record(_ events: [HistoryEvent], in program: Program, at now: ContinuousClock.Instant) {
        for event in events {
            guard let name = event.stateName(in: program) else { continue }
            let type = event.type.rawValue
            if type.hasSuffix("StateEntered") {
                change(name, at: now) {
                    $0.entered += 1
                    $0.ended = nil
                }
                if event.type == .failStateEntered { finish(name, at: now) { $0.failed += 1 } }
            } else if type.hasSuffix("StateExited") {
                finish(name, at: now) { $0.exited += 1 }
            } else if type.hasSuffix("StateAborted") || type.hasSuffix("StateFailed") {
                finish(name, at: now) { $0.failed += 1 }
            }
        }
    }

    /// Takes note of an attempt that began.
    mutating func start(_ attempt: TaskAttempt, at now: ContinuousClock.Instant) {
        change(attempt.stateName, at: now) {
            $0.attempt = attempt.attempt
            $0.retry = nil
        }
    }

    /// Takes note of how far an attempt is.
    mutating func advance(_ attempt: TaskAttempt, _ progress: TaskProgress, at now: ContinuousClock.Instant) {
        change(attempt.stateName, at: now) {
            if let bytes = progress.bytes { $0.bytes[attempt.id] = bytes }
            if let total = progress.totalBytes { $0.totalBytes[attempt.id] = total }
            if let rows = progress.rows { $0.rows[attempt.id] = rows }
            if let note = progress.note { $0.note = note }
        }
    }

    /// Takes note of how far a distributed Map is.
    mutating func advance(_ progress: MapRunProgress, at now: ContinuousClock.Instant) {
        change(progress.stateName, at: now) { $0.mapRuns[progress.id] = progress }
    }

    /// Takes note of an attempt that ended.
    mutating func end(_ attempt: TaskAttempt, _ end: TaskAttemptEnd, at now: ContinuousClock.Instant) {
        guard case .failed(let failure) = end else { return }
        change(attempt.stateName, at: now) {
            $0.bytes[attempt.id] = nil
            $0.totalBytes[attempt.id] = nil
            $0.rows[attempt.id] = nil
            $0.retry = failure.error.text
        }
    }

    /// Whether every state that was entered has been left; what is still open at the end has failed.
    mutating func close(at now: ContinuousClock.Instant) {
        for index in rows.indices where rows[index].isRunning {
            rows[index].failed = rows[index].entered - rows[index].exited
            rows[index].ended = now
        }
    }

    private mutating func change(_ name: String, at now: ContinuousClock.Instant, _ edit: (inout Row) -> Void) {
        if positions[name] == nil {
            positions[name] = rows.count
            rows.append(Row(name: name, began: now))
        }
        if let position = positions[name] { edit(&rows[position]) }
    }

    private mutating func finish(_ name: String, at now: ContinuousClock.Instant, _ edit: (inout Row) -> Void) {
        change(name, at: now) {
            edit(&$0)
            if !$0.isRunning {
                $0.ended = now
                $0.retry = nil
            }
        }
    }
}
