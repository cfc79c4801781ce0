import ArgumentParser

/// The command `flow-task new`.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes a new domain or flow that compiles and runs as it is.",
        subcommands: [NewDomainCommand.self, NewFlowCommand.self]
    )
}

/// The command `flow-task new domain`.
struct NewDomainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domain",
        abstract: "Makes flows/<name> with a flow and a task, and registers it in Package.swift and the runner."
    )

    @Argument(help: "The domain's name: lower-case letters and digits, such as billing.")
    var name: String

    @Option(help: "The folder of the package.")
    var package = "."

    func run() throws {
        let project = try ProjectFolder(package)
        for line in try project.addDomain(try ProjectName(domain: name)) { Terminal.standardOutput.write(line + "\n") }
    }
}

/// The command `flow-task new flow`.
struct NewFlowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow",
        abstract: "Makes a flow in a domain, and registers it there.",
        discussion: "Example: flow-task new flow orders/refund-orders"
    )

    @Argument(help: "The domain's and the flow's name, such as orders/refund-orders.")
    var name: String

    @Option(help: "The folder of the package.")
    var package = "."

    func run() throws {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw CommandFailure("\"\(name)\" names no domain: write DOMAIN/FLOW, such as orders/refund-orders.")
        }
        let project = try ProjectFolder(package)
        let lines = try project.addFlow(try ProjectName(flow: parts[1]), to: try ProjectName(domain: parts[0]))
        for line in lines { Terminal.standardOutput.write(line + "\n") }
    }
}
