import FlowDiagnostics
import FlowJSON
import FlowTesting
import StatesLanguage

/// Runs one state of a machine with a mock, as AWS's TestState does.
struct StateMockRequest {
    var result: JSON?
    /// `Error` or `Error:cause`.
    var failure: String?
    var retryCount: Int?

    /// How the state ends, and its data after each step, as values.
    func answer(
        of state: String,
        in machine: NamedMachine,
        input: JSON,
        variables: JSONObject
    ) throws(CommandFailure) -> (ending: JSONObject, data: JSONObject) {
        var mock: JSONObject = [:]
        mock["result"] = result.map { .string($0.text) }
        if let failure {
            let parts = failure.split(separator: ":", maxSplits: 1).map(String.init)
            var output: JSONObject = ["error": .string(parts.first ?? "")]
            if parts.count > 1 { output["cause"] = .string(parts[1]) }
            mock["errorOutput"] = .object(output)
        }
        var request: JSONObject = [
            "definition": .string(machine.definition.json.text), "stateName": .string(state),
            "input": .string(input.text), "variables": .string(JSON.object(variables).text),
            "inspectionLevel": "TRACE", "mock": .object(mock),
        ]
        if let retryCount {
            request["stateConfiguration"] = ["retrierRetryCount": .integer(Int64(max(retryCount, 0)))]
        }
        let answer = try test(request, of: state, in: machine).answer
        var ending = answer.objectValue ?? [:]
        ending["inspectionData"] = nil
        return (Self.values(ending), Self.values(answer["inspectionData"]?.objectValue ?? [:]))
    }

    private func test(
        _ request: JSONObject,
        of state: String,
        in machine: NamedMachine
    ) throws(CommandFailure) -> StateTest {
        let surroundings = StateTest.Surroundings(
            region: "us-east-1",
            account: "123456789012",
            now: .now,
            seed: UInt64.random(in: .min ... .max),
            executionName: RunCommand.executionName(),
            stateMachineName: machine.name,
            reading: machine.definition.reading,
            stateName: state
        )
        do throws(StateTestError) { return try StateTest(request, in: surroundings) } catch {
            switch error {
            case .definition(let diagnostics): throw CommandFailure(diagnostics.map(\.quoted).joined(separator: "\n"))
            case .input(let diagnostic): throw CommandFailure([diagnostic])
            case .unsupported(let message), .validation(let message): throw CommandFailure(message)
            }
        }
    }

    /// The members with texts of JSON read again; statuses, errors and names are texts of their own.
    private static func values(_ members: JSONObject) -> JSONObject {
        var result = JSONObject()
        for (name, value) in members {
            let isPlain = ["status", "error", "cause", "nextState"].contains(name)
            // `try?`: what TestState gives as data is JSON.
            result[name] = isPlain ? value : value.stringValue.flatMap { try? JSON(parsing: $0) } ?? value
        }
        return result
    }
}

extension [State] {
    /// The state of a name, however deep it is nested.
    func state(named name: String) -> State? {
        for state in self {
            if state.name == name { return state }
            switch state.kind {
            case .parallel(let parallel):
                for branch in parallel.branches { if let found = branch.states.state(named: name) { return found } }
            case .map(let map):
                if let found = map.itemProcessor.branch.states.state(named: name) { return found }
            default: break
            }
        }
        return nil
    }
}
