import ArgumentParser
import FlowConnections
import FlowDSL
import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks
import StatesLanguage

/// The command `flow-task run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a flow here, to its end.",
        discussion: """
            Examples:
              flow-task run import-orders day=2026-01-31
              flow-task run import-orders --input flows/orders/Examples/import-orders.json
              flow-task run machine.asl.json --input '{"n": 1}' --json

            Progress goes to standard error, the output to standard output. Ctrl-C stops the flow and its tasks.
            """
    )

    @Argument(help: "A flow, or a file of Amazon States Language JSON.", completion: Completions.flows())
    var flow: String

    @OptionGroup var inputs: InputOptions
    @OptionGroup var connectionsOptions: ConnectionsOptions

    @Option(help: "The execution's name; made from the time when left out.")
    var name: String?

    @Flag(help: "One JSON object a line on standard output: events, progress, and the result at the end.")
    var json = false

    @Flag(name: .shortAndLong, help: "No progress; only the output or the failure.")
    var quiet = false

    func run() async throws {
        let machine = try FlowCatalog().machine(named: flow)
        let input = try checkedInput(of: machine)
        let connections = try connectionsOptions.resolve()
        let program: Program
        do {
            program = try Program(machine.definition)
        } catch {
            throw CommandFailure([error])
        }
        let identity = ExecutionIdentity.local(machine.name, execution: name ?? Self.executionName())
        if !quiet, !json { announce(machine, connections, identity) }
        let began = ContinuousClock.now
        let view = makeView(identity, StateDepths(machine.definition.json))
        let end = try await Engine.with(Installation.current.engineConfiguration(connections)) { engine in
            try await engine.runUntilInterrupted(program, as: identity, input: input, view: view)
        }
        view.finish()
        let report = RunReport(result: end.result, machine: machine, program: program, elapsed: .now - began)
        report.show(asJSON: json, isQuiet: quiet)
        if end.isInterrupted { throw CommandStatus.interrupted }
        if case .succeeded = end.result.status { return }
        throw CommandStatus.failed
    }

    private func checkedInput(of machine: NamedMachine) throws(CommandFailure) -> JSON {
        let input = try inputs.read(for: machine.flow?.input)
        guard let schema = machine.flow?.input else { return input }
        do {
            return try schema.completed(input)
        } catch {
            throw CommandFailure(error.diagnostics)
        }
    }

    /// Shows the connections that the flow will use.
    private func announce(_ machine: NamedMachine, _ connections: Connections, _ identity: ExecutionIdentity) {
        let embedded = ["file", "sqlite"]
        for name in machine.flow?.connections ?? [] {
            guard let connection = connections[name] else { continue }
            let mark = embedded.contains(connection.url.scheme) ? " (embedded)" : ""
            Terminal.standardError.write("\(name) → \(connection.url)\(mark)\n")
        }
    }

    private func makeView(_ identity: ExecutionIdentity, _ depths: StateDepths) -> any RunView {
        if json { return JSONLinesView(identity) }
        if quiet { return QuietView() }
        guard Terminal.standardError.isInteractive else { return LineView() }
        return TerminalView(title: "\(identity.stateMachineName)  \(identity.name)", depths: depths)
    }

    /// A name that sorts by time, such as `run-20261121-101533-4f2a`.
    static func executionName() -> String {
        let time = "\(Timestamp.now)".filter(\.isNumber).prefix(14)
        let lot = String(UInt16.random(in: .min ... .max), radix: 16)
        return "run-\(time.prefix(8))-\(time.dropFirst(8))-\(lot)"
    }
}
