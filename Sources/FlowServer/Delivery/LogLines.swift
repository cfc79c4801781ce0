/// Takes the log records of executions as lines, where no service takes them: a file or standard output.
package protocol LogLines: Sendable {
    /// Writes whole lines, each without its end; waits for a reader that is slow.
    func write(_ lines: [String]) async throws
}
