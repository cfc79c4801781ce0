import ArgumentParser

/// The command `flow-task stop`.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops a run, whichever process has it; it ends as aborted.",
        discussion: """
            Examples:
              flow-task stop last
              flow-task stop run-20261121-101533-4f2a --cause "the wrong day"
            """
    )

    @Argument(help: ArgumentHelp(RunArgument.help), completion: Completions.runs)
    var run: String

    @Option(help: "The error that the run ends with.")
    var error: String?

    @Option(help: "Why it was stopped.")
    var cause: String?

    @OptionGroup var sourceOptions: RunSourceOptions

    func run() async throws {
        let source = try await sourceOptions.source()
        let found = try await source.find(run)
        guard found.status.isOpen else {
            throw CommandFailure("\(found.name) has ended already: \(found.status.rawValue).", status: .failed)
        }
        try await source.stop(found, error: error, cause: cause)
        Terminal.standardError.write("\(found.name) is stopped.\n")
    }
}
