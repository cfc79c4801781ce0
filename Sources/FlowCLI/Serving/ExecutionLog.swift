import FlowServer
import Glibc

/// A file, or standard output, that gets the log records of executions.
///
/// The file is opened for each write, so that it may be moved away while the server runs.
struct ExecutionLog: LogLines {
    private let path: String

    /// - Parameter path: a file, made when it is missing; `-` is standard output.
    /// - Throws: where the file can't be written.
    init(_ path: String) throws(CommandFailure) {
        self.path = path
        guard path != "-" else { return }
        if let end = path.lastIndex(of: "/") { try LocalFile.makeFolder(String(path[..<end])) }
        close(try opened())
    }

    func write(_ lines: [String]) async throws {
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        guard path == "-" else {
            let descriptor = try opened()
            defer { close(descriptor) }
            var start = 0
            while start < bytes.count { start += try write(bytes[start...], to: descriptor) }
            return
        }
        var start = 0
        while start < bytes.count {
            // A pipe that nobody reads must not hold a thread; where it says that it has room, it takes a page.
            while !Self.hasRoom(STDOUT_FILENO) { try await Task.sleep(for: .milliseconds(20)) }
            start += try write(bytes[start...].prefix(4096), to: STDOUT_FILENO)
        }
    }

    /// Writes what is taken at once, and returns how much that was.
    private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(CommandFailure) -> Int {
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written > 0 || errno == EINTR else { throw failure }
        return max(written, 0)
    }

    private func opened() throws(CommandFailure) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure }
        return descriptor
    }

    private var failure: CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure("cannot write the execution log \"\(path)\": \(reason).", status: .failed)
    }

    private static func hasRoom(_ descriptor: Int32) -> Bool {
        var asked = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&asked, 1, 0) != 0
    }
}
