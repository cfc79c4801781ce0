import FlowTasks

/// Counts bytes and tells about them ten times a second.
struct ProgressMeter {
    private(set) var bytes: Int64
    private let totalBytes: Int64?
    private let note: String
    private let report: (TaskProgress) -> Void
    private var nextReport = ContinuousClock.now

    init(bytes: Int64 = 0, totalBytes: Int64?, note: String, report: @escaping (TaskProgress) -> Void) {
        self.bytes = bytes
        self.totalBytes = totalBytes
        self.note = note
        self.report = report
    }

    mutating func add(_ count: Int) {
        bytes += Int64(count)
        let now = ContinuousClock.now
        guard now >= nextReport else { return }
        nextReport = now.advanced(by: .milliseconds(100))
        finish()
    }

    /// Tells where it stands.
    func finish() { report(TaskProgress(bytes: bytes, totalBytes: totalBytes, note: note)) }
}
