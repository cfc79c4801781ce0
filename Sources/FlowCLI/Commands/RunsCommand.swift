import ArgumentParser
import FlowJSON
import StatesLanguage

/// The command `flow-task runs`.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Shows the runs that are kept, the latest first.",
        discussion: """
            Examples:
              flow-task runs
              flow-task runs --status failed --flow import-orders
              flow-task runs --server http://127.0.0.1:8083 --json

            A run is interrupted when it has not ended and no living process has it: `flow-task resume` goes on with it.
            """
    )

    @Option(help: "Only runs that are so far.")
    var status: RunStatus?

    @Option(help: "Only runs of this flow or state machine.", completion: Completions.flows())
    var flow: String?

    @Option(name: .shortAndLong, help: "How many at most.")
    var limit = 20

    @Flag(help: "A JSON array instead of a table.")
    var json = false

    @OptionGroup var sourceOptions: RunSourceOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is a number from 1.") }
    }

    func run() async throws {
        let source = try await sourceOptions.sourceIfAny()
        let runs = try await source?.runs(RunQuery(status: status, flow: flow), limit: limit) ?? []
        let output = Terminal.standardOutput
        if json {
            output.write(JSON.array(runs.map(\.json)).prettyText + "\n")
        } else if runs.isEmpty {
            Terminal.standardError.write("There are no such runs.\n")
        } else {
            let table = RunTable(now: .now, hasColor: output.hasColor)
            output.write(table.lines(runs).map { "\($0)\n" }.joined())
        }
    }
}
