import ArgumentParser
import FlowJSON
import StatesLanguage

/// The command `flow-task show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a run: its input and output, or why it failed, and each state with its attempts and times.",
        discussion: """
            Examples:
              flow-task show last
              flow-task show run-20261121-101533-4f2a --json
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Flag(help: "One JSON document instead of text.")
    var json = false

    @OptionGroup var sourceOptions: RunSourceOptions

    func run() async throws {
        let source = try await sourceOptions.source()
        let id = try await source.find(run).id
        guard let details = try await source.details(of: id) else {
            throw CommandFailure("the run \(run) has gone meanwhile.", status: .failed)
        }
        var visits = StateVisits()
        try await source.eachEvent(of: id, isReversed: false) { event in
            visits.record(HistoryEntry(event))
            return true
        }
        if let stoppedAt = details.summary.stoppedAt { visits.close(at: stoppedAt) }
        let output = Terminal.standardOutput
        if json {
            var object = details.json
            object["states"] = .array(visits.rows.map(\.json))
            output.write(JSON.object(object).prettyText + "\n")
        } else {
            let lines = details.lines(visits, now: .now, hasColor: output.hasColor)
            output.write(lines.map { "\($0)\n" }.joined())
        }
    }
}

/// How commands name a run.
enum RunArgument {
    static let help = "A run: its name, the beginning of it, its ARN, or last."
}
