import ArgumentParser
import FlowJSON
import FlowTasks

/// The command `flow-task logs`.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Shows what the tasks of a local run logged.",
        discussion: """
            Examples:
              flow-task logs last
              flow-task logs last --state LoadFiles --json

            The latest lines are kept, some megabytes of them. A server logs where its state machines' logging \
            configurations say.
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Option(help: "Only lines of this state.")
    var state: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let folder = try storeOptions.existingFolder()
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
