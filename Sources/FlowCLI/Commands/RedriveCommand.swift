import ArgumentParser
import FlowEngine
import FlowMachine
import FlowStore

/// The command `flow-task redrive`.
struct RedriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Goes on with a run that failed, was stopped or timed out, from where it failed.",
        discussion: """
            Examples:
              flow-task redrive last
              flow-task redrive last --server http://127.0.0.1:8083

            What succeeded is not done again. A local run goes on here, to its end; a server's goes on there.
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Option(help: "A server of the AWS Step Functions API, such as http://127.0.0.1:8083; else FLOW_TASK_SERVER.")
    var server: String?

    @OptionGroup var goingOn: GoingOnOptions

    func run() async throws {
        if let server = try ServerRuns.named(server, beside: goingOn.storeOptions.store) {
            let found = try await server.find(run)
            try await server.redrive(found)
            Terminal.standardError.write("\(found.name) goes on: `flow-task tail` follows it.\n")
            return
        }
        let found = try await goingOn.storeOptions.localRuns().find(run)
        guard [.failed, .timedOut, .aborted].contains(found.status) else {
            throw CommandFailure(
                "\(found.name) is \(found.status.rawValue): only a run that failed, was stopped or timed out is redriven.",
                status: .failed
            )
        }
        try await goingOn.goOn(with: [found.id]) { engine, id, view in
            do {
                _ = try await engine.redrive(id, observer: view)
            } catch let error as RedriveError {
                throw CommandFailure("\(found.name) cannot be redriven: \(error).", status: .failed)
            }
            return try await engine.result(of: id)
        }
    }
}
