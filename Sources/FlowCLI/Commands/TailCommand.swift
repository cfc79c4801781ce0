import ArgumentParser
import FlowJSON
import StatesLanguage

/// The command `flow-task tail`.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Follows a run that another process or a server has, to its end.",
        discussion: """
            Examples:
              flow-task tail last
              flow-task tail last --json

            Shows what happened so far and what follows, and ends as the run ends: status 0 where it succeeded, else 1. \
            Ctrl-C ends the watching and not the run.
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Flag(help: "One JSON object a line on standard output: events, and the result at the end.")
    var json = false

    @Flag(name: .shortAndLong, help: "Only the output or the failure.")
    var quiet = false

    @OptionGroup var sourceOptions: RunSourceOptions

    func run() async throws {
        let source = try await sourceOptions.source()
        let pause: Duration = source is ServerRuns ? .seconds(1) : .milliseconds(150)
        let id = try await source.find(run).id
        var last: Int64 = 0
        var lines = EventLines()
        while true {
            // First how far it is, then its events: none is missed at the end.
            guard let details = try await source.details(of: id) else {
                throw CommandFailure("the run \(run) has gone meanwhile.", status: .failed)
            }
            for event in try await source.events(of: id, after: last) {
                let entry = HistoryEntry(event)
                last = entry.id
                let line = lines.line(entry)
                if json {
                    Terminal.standardOutput.write(JSON.object(["event": event]).text + "\n")
                } else if !quiet, let line {
                    Terminal.standardError.write("\(line)\n")
                }
            }
            if details.summary.status != .running {
                let report = RunReport(details, failedState: lines.lastState, now: .now)
                report.show(asJSON: json, isQuiet: quiet)
                if details.summary.status != .succeeded { throw CommandStatus.failed }
                return
            }
            try await Task.sleep(for: pause)
        }
    }
}
