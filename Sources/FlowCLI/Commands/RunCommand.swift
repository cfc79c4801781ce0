import ArgumentParser
import FlowConnections
import FlowDSL
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
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
              flow-task run import-orders day=2026-01-31 --store memory

            Progress goes to standard error, the output to standard output. Ctrl-C stops the flow and its tasks. \
            The run is kept in .flow-task/ of this folder, where `flow-task runs` and its like find it; a run whose \
            process was killed goes on with `flow-task resume`.
            """
    )

    @Argument(help: "A flow, or a file of Amazon States Language in JSON or YAML.", completion: Completions.flows())
    var flow: String

    @OptionGroup var inputs: InputOptions
    @OptionGroup var connectionsOptions: ConnectionsOptions
    @OptionGroup var readingOptions: ReadingOptions

    @OptionGroup var storeOptions: StoreOptions

    @Option(help: "The execution's name; made from the time when left out.")
    var name: String?

    @Flag(help: "One JSON object a line on standard output: events, progress, and the result at the end.")
    var json = false

    @Flag(name: .shortAndLong, help: "No progress; only the output or the failure.")
    var quiet = false

    func validate() throws {
        if let name, !RunName.isValid(name) { throw ValidationError(RunName.rule) }
    }

    func run() async throws {
        let machine = try FlowCatalog(reading: try readingOptions.resolve()).machine(named: flow)
        let input = try checkedInput(of: machine)
        let connections = try connectionsOptions.resolve()
        let program: Program
        do {
            program = try Program(machine.definition)
        } catch {
            throw CommandFailure([error])
        }
        let identity = ExecutionIdentity.local(machine.name, execution: name ?? Self.executionName())
        let configuration = Installation.current.engineConfiguration(connections)
        let kept = try await keep(identity)
        if !quiet, !json { announce(machine, connections, identity) }
        let began = ContinuousClock.now
        let view = makeView(identity, StateDepths(machine.definition.json))
        let work: @Sendable (Engine) async throws -> ExecutionResult = { engine in
            let attributes = kept == nil ? JSONObject() : .ofLocalRun
            return try await engine.run(program, as: identity, input: input, attributes: attributes, observer: view)
        }
        let run: @Sendable () async throws -> ExecutionResult = {
            if let kept = kept?.runs.first { return try await kept.run(configuration, work) }
            return try await Engine.with(configuration, work)
        }
        let end: (results: [ExecutionResult], isInterrupted: Bool)
        do {
            end = try await runUntilInterrupted([run], views: [view])
        } catch {
            await kept?.release()
            if (error as? StoreError)?.code == .alreadyExists { throw Self.taken(identity) }
            throw error
        }
        await kept?.release()
        view.finish()
        guard let result = end.results.first else { return }
        let elapsed = ContinuousClock.now - began
        let report = RunReport(result, of: machine.name, compiled: machine.flow, in: program, elapsed: elapsed)
        report.show(asJSON: json, isQuiet: quiet)
        if end.isInterrupted { throw CommandStatus.interrupted }
        if report.status != .succeeded { throw CommandStatus.failed }
    }

    /// A place for the run in the store; `nil` where it is kept in memory.
    private func keep(_ identity: ExecutionIdentity) async throws -> LocalRunSet? {
        guard let folder = storeOptions.folder else { return nil }
        let kept = try await LocalRunSet(claiming: [identity.id], in: folder)
        guard !kept.runs.isEmpty else {
            await kept.release()
            throw Self.taken(identity)
        }
        return kept
    }

    private static func taken(_ identity: ExecutionIdentity) -> CommandFailure {
        CommandFailure(
            "there is a run \(identity.name) of \(identity.stateMachineName) already: give it another --name."
        )
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
        if !Terminal.standardError.isInteractive {
            Terminal.standardError.write("\(identity.stateMachineName)  \(identity.name)\n")
        }
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
        // Four digits.
        let lot = String(UInt16.random(in: 0x1000...0xFFFF), radix: 16)
        return "run-\(time.prefix(8))-\(time.dropFirst(8))-\(lot)"
    }
}
