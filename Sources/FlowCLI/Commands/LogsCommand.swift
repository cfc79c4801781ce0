import ArgumentParser
import FlowJSON
import FlowTasks

/// The command `flow-task logs`.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Shows what the tasks of a run logged, or the log of an execution at a server.",
        discussion: """
            Examples:
              flow-task logs last
              flow-task logs last --state LoadFiles --json
              flow-task logs last --server http://127.0.0.1:8083

            Of a local run the latest lines are kept, some megabytes of them. Of an execution at a server each event is a \
            line; with --json these are the records that CloudWatch Logs gets of them.
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Option(help: "Only lines of this state.")
    var state: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup var sourceOptions: RunSourceOptions

    func run() async throws {
        if let server = try sourceOptions.namedServer() { return try await show(logAt: server) }
        let folder = try sourceOptions.storeOptions.existingFolder()
        let file = folder.logFile(of: try await LocalRuns(in: folder).find(run).id)
        let output = Terminal.standardOutput
        for path in [RunLogFile.earlier(file), file] where LocalFile.exists(path) {
            for bytes in try LocalFile.read(path).split(separator: UInt8(ascii: "\n")) {
                // `try?`: a line that a crash cut off tells nothing.
                guard let line = try? JSON(parsing: Array(bytes)) else { continue }
                if let state, line["state"]?.stringValue != state { continue }
                output.write((json ? line.text : Self.text(of: line)) + "\n")
            }
        }
    }

    private func show(logAt server: ServerRuns) async throws {
        let id = try await server.find(run).id
        var log = EventLog(of: id)
        try await server.eachEvent(of: id, isReversed: false) { event in
            let (line, record) = log.line(HistoryEntry(event))
            if state == nil || line["state"]?.stringValue == state {
                Terminal.standardOutput.write((json ? record.text : Self.text(of: line)) + "\n")
            }
            return true
        }
    }

    /// `2026-11-21T10:15:33.123Z  info  LoadFiles  loaded  file=a.csv`.
    private static func text(of line: JSON) -> String {
        let known = ["time", "level", "state", "message"]
        var parts = known.compactMap { line[$0]?.stringValue }
        for (key, value) in line.objectValue ?? JSONObject() where !known.contains(key) && key != "execution" {
            parts.append("\(key)=\(value.stringValue ?? value.text)")
        }
        return parts.joined(separator: "  ")
    }
}
