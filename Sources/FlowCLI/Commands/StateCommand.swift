import ArgumentParser
import FlowDSL
import FlowDiagnostics
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import FlowTesting
import StatesLanguage

/// The command `flow-task state`.
struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Runs one state with a given input, and shows its data after each step.",
        discussion: """
            Examples:
              flow-task state import-orders AnyFiles --variables '{"landFilesResult": {"count": 0}}'
              flow-task state machine.asl.json Load --input '{"file": "a.csv"}' --debug --json
              flow-task state machine.asl.json Load --mock-result '{"rows": 3}' --debug

            A task is done by its handler, once: a failure is not retried. A wait is over at once.
            --debug shows what AWS's TestState shows with DEBUG. A mock stands in the place of a Task, Map or Parallel \
            state's work; its result is compared with what the service of a Task answers.
            Variables that the state reads are given with --variables; a flow's input is also the variable "input".
            """
    )

    @Argument(help: "A flow, or a file of Amazon States Language in JSON or YAML.", completion: Completions.flows())
    var flow: String

    @Argument(help: "The state's name.", completion: Completions.states)
    var state: String

    @OptionGroup var inputs: InputOptions
    @OptionGroup var connectionsOptions: ConnectionsOptions
    @OptionGroup var readingOptions: ReadingOptions

    @Option(help: "Values of variables: a JSON object, or a file with one.")
    var variables: String?

    @Flag(help: "One JSON document instead of text.")
    var json = false

    @Flag(help: "Status, what follows, and the data after each step, in the names of AWS's TestState.")
    var debug = false

    @Flag(help: "The same, with the request and the response of an HTTP task.")
    var trace = false

    @Option(help: "The result that stands in the place of the state's work: JSON, or a file with it.")
    var mockResult: String?

    @Option(help: "The failure that stands in the place of the state's work: Error, or Error:cause.")
    var mockError: String?

    @Option(help: "How often the retrier that is for the mocked failure has repeated the state already.")
    var retryCount: Int?

    func run() async throws {
        let machine = try FlowCatalog(reading: try readingOptions.resolve()).machine(named: flow)
        let input = try inputs.read(for: machine.flow?.input)
        let values = try readVariables(flowInput: machine.flow.map { _ in input })
        if mockResult != nil || mockError != nil { return try mock(machine, input, values) }
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
        if debug || trace {
            guard let tested = machine.definition.states.state(named: state) else { return }
            let language = machine.definition.queryLanguage(of: tested)
            let report = StateReport(inspection, status: end.result.status, of: tested, language: language)
            show(report.ending, report.data(variables: .object(values)))
        } else {
            show(inspection)
        }
        if inspection.failure != nil, inspection.catcher == nil { throw CommandStatus.failed }
    }

    /// Runs the state with a mock; nothing is done outside.
    private func mock(_ machine: NamedMachine, _ input: JSON, _ values: JSONObject) throws {
        let mock = StateMockRequest(
            result: try mockResult.map(JSONFile.read),
            failure: mockError,
            retryCount: retryCount
        )
        let answer = try mock.answer(of: state, in: machine, input: input, variables: values)
        show(answer.ending, debug || trace ? answer.data : [:])
        if answer.ending["status"] == "FAILED" || answer.ending["status"] == "RETRIABLE" { throw CommandStatus.failed }
    }

    private func show(_ ending: JSONObject, _ data: JSONObject) {
        let output = Terminal.standardOutput
        guard !json else {
            var answer = ending
            if !data.isEmpty { answer["inspectionData"] = .object(data) }
            return output.write(JSON.object(answer).prettyText + "\n")
        }
        var steps: [(key: String, value: JSON)] = []
        for name in ["status", "error", "cause"] { if let value = ending[name] { steps.append((name, value)) } }
        steps += data.map { ($0.key, $0.value) }
        for name in ["output", "nextState"] { if let value = ending[name] { steps.append((name, value)) } }
        for (name, value) in steps {
            let text = value.prettyText
            output.write(text.contains("\n") ? "\(name):\n\(text)\n" : "\(name): \(text)\n")
        }
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
            ("afterItemsPointer", inspection.afterItemsPointer),
            ("afterItemSelector", inspection.afterItemSelector),
            ("afterItemBatcher", inspection.afterItemBatcher),
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
