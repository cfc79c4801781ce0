import FlowTasks

/// What a running statement tells its task, and the task's wish to stop.
///
/// Used by one thread.
final class Activity {
    /// How often progress is told.
    private static let interval = Duration.milliseconds(100)

    let cancellation: Cancellation
    /// Rows read or written so far.
    var rows: Int64 = 0
    /// Bytes read or written so far.
    var bytes: Int64 = 0
    private let report: (TaskProgress) -> Void
    private var due = ContinuousClock.now

    init(_ cancellation: Cancellation, report: @escaping (TaskProgress) -> Void = { _ in }) {
        self.cancellation = cancellation
        self.report = report
    }

    /// Tells the progress where it is time to; throws `CancellationError` when the task was cancelled.
    ///
    /// Called a few thousand times a second at most, and at least ten times a second while nothing comes.
    func beat() throws {
        try cancellation.check()
        let now = ContinuousClock.now
        guard now >= due else { return }
        due = now + Self.interval
        tell()
    }

    /// Whether the task was cancelled.
    var isCancelled: Bool { cancellation.isCancelled }

    /// Throws `CancellationError` when the task was cancelled.
    func check() throws { try cancellation.check() }

    /// Tells the progress now.
    func tell() { report(TaskProgress(bytes: bytes > 0 ? bytes : nil, rows: rows)) }
}
