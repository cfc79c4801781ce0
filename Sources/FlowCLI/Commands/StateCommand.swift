import ArgumentParser
import FlowDSL
import FlowDiagnostics
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks

/// The command `flow-task state`.
struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Runs one state with a given input, and shows its data after each step.",
        discussion: """
            Examples:
              flow-task state import-orders AnyFiles --variables '{"landFilesResult": {"count": 0}}'
              flow-task state machine.asl.json Load --input '{"file": "a.csv"}' --json

            A task is done by its handler, once: a failure is not retried. A wait is over at once.
            Variables that the state reads are given with --variables; a flow's input is also the variable "input".
            """
    )

    @Argument(help: "A flow, or a file of Amazon States Language JSON.", completion: Completions.flows())
    var flow: String

    @Argument(help: "The state's name.", completion: Completions.states)
    var state: String

    @OptionGroup var inputs: InputOptions
    @OptionGroup var connectionsOptions: ConnectionsOptions

    @Option(help: "Values of variables: a JSON object, or a file with one.")
    var variables: String?

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() async throws {
        let machine = try FlowCatalog().machine(named: flow)
        let input = try inputs.read(for: machine.flow?.input)
        let values = try readVariables(flowInput: machine.flow == nil ? nil : input)
        let program: Program
        do {
            program = try Program(machine.definition, onlyState: state, variables: values.keys)
        } catch {
            throw CommandFailure([error])
        }
        let store = MemoryStore()
        var configuration = Installation.current.engineConfiguration(try connectionsOptions.resolve())
        configuration.store = store
        let identity = ExecutionIdentity.local(machine.name, execution: RunCommand.executionName())
        let end = try await Engine.with(configuration) { engine in
            try await engine.runUntilInterrupted(
                program,
                as: identity,
                input: input,
                variables: values,
                view: QuietView()
            )
        }
        if end.isInterrupted { throw CommandStatus.interrupted }
        guard let inspection = try await store.load(end.result.id)?.interpreter.inspection else {
            throw CommandFailure("the state gave nothing to show.", status: .failed)
        }
        show(inspection)
        if inspection.failure != nil, inspection.catcher == nil { throw CommandStatus.failed }
    }

    private func readVariables(flowInput: JSON?) throws(CommandFailure) -> JSONObject {
        var values: JSONObject = [:]
        values["input"] = flowInput
        guard let variables else { return values }
        guard case .object(let given) = try JSONFile.read(variables) else {
            throw CommandFailure("--variables is a JSON object of names and values.")
        }
        for (name, value) in given { values[name] = value }
        return values
    }

    private func show(_ inspection: Inspection) {
        let steps: [(String, JSON?)] = [
            ("input", inspection.input),
            ("afterInputPath", inspection.afterInputPath),
            ("afterArguments", inspection.afterArguments),
            ("afterItemsPath", inspection.afterItemsPath),
            ("result", inspection.result),
            ("afterResultSelector", inspection.afterResultSelector),
            ("afterResultPath", inspection.afterResultPath),
            ("error", inspection.failure.map { .string($0.error.text) }),
            ("cause", inspection.failure.map { .string($0.cause) }),
            ("output", inspection.output),
            ("variables", inspection.variables?.objectValue?.isEmpty == false ? inspection.variables : nil),
            ("nextState", inspection.nextState.map { .string($0) }),
        ]
        let output = Terminal.standardOutput
        if json {
            var object = JSONObject()
            for (name, value) in steps { object[name] = value }
            output.write(JSON.object(object).prettyText + "\n")
            return
        }
        for (name, value) in steps {
            guard let value else { continue }
            let text = value.prettyText
            output.write(text.contains("\n") ? "\(name):\n\(text)\n" : "\(name): \(text)\n")
        }
    }
}
