import FlowJSON
import Glibc
import Logging
import StatesLanguage
import Synchronization

/// The log lines of one run, one JSON object a line; the latest ones, where there are too many.
final class RunLogFile: Sendable {
    private struct Phase {
        var descriptor: Int32 = -1
        var size = 0
        var isBroken = false
    }

    let path: String
    private let mostBytes: Int
    private let phase = Mutex(Phase())

    /// A file that is made with the first line.
    ///
    /// - Parameter mostBytes: a file of that size is moved aside, in the place of the one that was moved before.
    init(_ path: String, mostBytes: Int = 8 << 20) {
        self.path = path
        self.mostBytes = mostBytes
    }

    deinit {
        let descriptor = phase.withLock { $0.descriptor }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Where the lines are that were moved aside.
    static func earlier(_ path: String) -> String { "\(path).1" }

    /// Adds a line.
    ///
    /// A log that cannot be written does not stop a run: it is given up.
    func append(_ line: JSON) {
        let bytes = Array("\(line.text)\n".utf8)
        phase.withLock { phase in
            guard !phase.isBroken else { return }
            if phase.descriptor >= 0, phase.size + bytes.count > mostBytes { moveAside(&phase) }
            if phase.descriptor < 0 { open(&phase) }
            guard phase.descriptor >= 0 else { return }
            phase.size += bytes.count
            if write(phase.descriptor, bytes, bytes.count) != bytes.count { phase.isBroken = true }
        }
    }

    private func open(_ phase: inout Phase) {
        phase.descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        phase.size = Int(max(0, lseek(phase.descriptor, 0, SEEK_END)))
        phase.isBroken = phase.descriptor < 0
    }

    private func moveAside(_ phase: inout Phase) {
        close(phase.descriptor)
        phase.descriptor = -1
        if rename(path, Self.earlier(path)) != 0 { unlink(path) }
    }
}

/// Writes what tasks log into a run's file, and hands it on.
struct RunLogHandler: LogHandler {
    var inner: any LogHandler
    let file: RunLogFile
    var metadata: Logger.Metadata = [:] {
        didSet { inner.metadata = metadata }
    }
    var logLevel: Logger.Level {
        didSet { inner.logLevel = logLevel }
    }
    var metadataProvider: Logger.MetadataProvider? {
        get { inner.metadataProvider }
        set { inner.metadataProvider = newValue }
    }

    init(_ inner: any LogHandler, _ file: RunLogFile) {
        self.inner = inner
        self.file = file
        logLevel = inner.logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line: JSONObject = [
            "time": .string("\(Timestamp.now)"), "level": .string(event.level.rawValue),
            "message": .string(event.message.description),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where line[key] == nil {
            line[key] = .string("\(value)")
        }
        file.append(.object(line))
        inner.log(event: event)
    }
}
