import ArgumentParser
import FlowEngine
import FlowMachine
import FlowStore

/// The command `flow-task resume`.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with local runs that were interrupted: their process was killed, or the machine went down.",
        discussion: """
            Examples:
              flow-task resume
              flow-task resume run-20261121-101533-4f2a

            Nothing that was kept is done again. A task that was under way is, with the same idempotency key.
            """
    )

    @Argument(
        help: "A run: its name, the beginning of it, its ARN, or last; all that no process has when left out.",
        completion: Completions.runs
    )
    var run: String?

    @OptionGroup var goingOn: GoingOnOptions

    func run() async throws {
        let runs = try await goingOn.storeOptions.localRuns()
        var found: [RunSummary] = []
        if let run {
            let named = try await runs.find(run)
            guard named.status == .interrupted else {
                let state = named.status == .running ? "is being run by a living process" : "has ended"
                throw CommandFailure("\(named.name) \(state): there is nothing to go on with.", status: .failed)
            }
            found = [named]
        } else {
            found = try await runs.runs(RunQuery(status: .interrupted), limit: .max)
        }
        guard !found.isEmpty else {
            Terminal.standardError.write("There is no run to go on with.\n")
            return
        }
        try await goingOn.goOn(with: found.map(\.id)) { engine, id, view in
            guard try await engine.resume(id, observer: view) else {
                throw CommandFailure("\(id) has ended meanwhile.", status: .failed)
            }
            return try await engine.result(of: id)
        }
    }
}
