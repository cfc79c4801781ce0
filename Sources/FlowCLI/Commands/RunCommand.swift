import ArgumentParser
import FlowConnections
import FlowDSL
import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks
import StatesLanguage

/// `flow-task run`
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

    @Argument(help: "A flow, or a file of Amazon States Language JSON.")
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
        let (result, isInterrupted) = try await execute(program, identity, input, connections)
        let report = RunReport(result: result, machine: machine, program: program, elapsed: .now - began)
        report.show(asJSON: json, isQuiet: quiet)
        if isInterrupted { throw ExitStatus.interrupted }
        if case .succeeded = result.status { return }
        throw ExitStatus.failed
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

    private func execute(
        _ program: Program,
        _ identity: ExecutionIdentity,
        _ input: JSON,
        _ connections: Connections
    ) async throws -> (ExecutionResult, isInterrupted: Bool) {
        let view = makeView(identity)
        var configuration = EngineConfiguration(handlers: Installation.current.handlers)
        configuration.storages = Installation.current.storages
        configuration.connections = connections
        configuration.scratchRoot = ProcessEnvironment["TMPDIR"] ?? "/tmp"
        let end = try await Engine.with(configuration) { engine in
            try await withThrowingTaskGroup(of: RunStep.self) { group in
                group.addTask { .ended(try await engine.run(program, as: identity, input: input, observer: view)) }
                group.addTask { await Interrupts.first() ? .interrupted : .idle }
                group.addTask { await tick(view) }
                var isInterrupted = false
                while let step = try await group.next() {
                    switch step {
                    case .ended(let result):
                        group.cancelAll()
                        return (result, isInterrupted)
                    case .interrupted:
                        isInterrupted = true
                        group.cancelAll()
                    case .idle: continue
                    }
                }
                throw CommandFailure("the run ended without a result.", status: .failed)
            }
        }
        view.finish()
        return end
    }

    private enum RunStep: Sendable {
        case ended(ExecutionResult)
        case interrupted
        case idle
    }

    private func tick(_ view: some RunView) async -> RunStep {
        while !Task.isCancelled {
            view.tick()
            do { try await Task.sleep(for: .milliseconds(100)) } catch { return .idle }
        }
        return .idle
    }

    private func makeView(_ identity: ExecutionIdentity) -> any RunView {
        if json { return JSONLinesView(identity) }
        if quiet { return QuietView() }
        let terminal = Terminal.standardError
        return terminal.isInteractive ? TerminalView(title: "\(identity.stateMachineName)  \(identity.name)") : LineView()
    }

    /// A name that sorts by time, such as `run-20261121-101533-4f2a`.
    static func executionName() -> String {
        let time = "\(Timestamp.now)".filter(\.isNumber).prefix(14)
        let lot = String(UInt16.random(in: .min ... .max), radix: 16)
        return "run-\(time.prefix(8))-\(time.dropFirst(8))-\(lot)"
    }
}

extension ExecutionIdentity {
    /// An execution on this machine, with ARNs as AWS would give them.
    static func local(_ machine: String, execution: String) -> ExecutionIdentity {
        let prefix = "arn:aws:states:\(TaskResource.defaultRegion):\(TaskResource.defaultAccount)"
        return ExecutionIdentity(
            id: "\(prefix):execution:\(machine):\(execution)",
            name: execution,
            stateMachineID: "\(prefix):stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: "arn:aws:iam::\(TaskResource.defaultAccount):role/flow-task-local"
        )
    }
}
