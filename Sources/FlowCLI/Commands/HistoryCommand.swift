import ArgumentParser
import FlowJSON

/// The command `flow-task history`.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Shows everything that happened in a run, as AWS's GetExecutionHistory tells it.",
        discussion: """
            Examples:
              flow-task history last
              flow-task history last --reverse --limit 5
              flow-task history last --json
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Flag(help: "One JSON document with all that the events hold.")
    var json = false

    @Flag(help: "The last event first.")
    var reverse = false

    @Option(name: .shortAndLong, help: "How many events at most.")
    var limit: Int?

    @OptionGroup var sourceOptions: RunSourceOptions

    func validate() throws {
        guard limit ?? 1 > 0 else { throw ValidationError("--limit is a number from 1.") }
    }

    func run() async throws {
        let source = try await sourceOptions.source()
        let id = try await source.find(run).id
        let output = Terminal.standardOutput
        var count = 0
        if json { output.write("{\"events\": [") }
        try await source.eachEvent(of: id, isReversed: reverse) { event in
            output.write(json ? "\(count == 0 ? "" : ",")\n\(event.text)" : Self.line(HistoryEntry(event)))
            count += 1
            return count != limit
        }
        if json { output.write("\n]}\n") }
    }

    private static func line(_ event: HistoryEntry) -> String {
        var parts = ["\(event.moment)", "\(event.id)", event.type]
        if let name = event.stateName { parts.append(name) }
        if let error = event.error { parts.append(event.cause.map { "\(error): \($0)" } ?? error) }
        return parts.joined(separator: "  ") + "\n"
    }
}
