import FlowEngine
import FlowJSON
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowServer

/// The API over an engine of its own, asked without HTTP.
struct Served {
    let api: StepFunctionsAPI
    let clock: ManualClock

    static let prefix = "arn:aws:states:eu-central-1:123456789012"
    static let role = "arn:aws:iam::123456789012:role/flow"
    static let pass = #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#
    static let wait = #"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}"#
    static let fail =
        #"{"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "Broken", "Cause": "It broke."}}}"#

    /// Runs a body with a new API, whose clock stands still.
    ///
    /// - Parameter store: what an earlier API left.
    static func with(
        observer: (any EngineObserver)? = nil,
        store: any ExecutionStore & DocumentStore = MemoryStore(),
        clock: ManualClock = ManualClock(),
        _ change: (inout StepFunctionsAPI.Configuration) -> Void = { _ in },
        _ body: (Served) async throws -> Void
    ) async throws {
        var engineConfiguration = EngineConfiguration(handlers: HandlerRegistry())
        engineConfiguration.store = store
        engineConfiguration.clock = clock
        engineConfiguration.observer = observer
        var configuration = StepFunctionsAPI.Configuration(
            region: "eu-central-1",
            account: "123456789012",
            store: store
        )
        configuration.clock = clock
        change(&configuration)
        engineConfiguration.activities = configuration.registry
        try await configuration.registry.load(forgettingRevisionsBefore: Timestamp(milliseconds: 0))
        try await Engine.with(engineConfiguration) { [configuration] engine in
            let api = StepFunctionsAPI(configuration, engine: engine)
            try await engine.resume { api.observer(of: $0) }
            try await body(Served(api: api, clock: clock))
        }
    }

    /// What an operation answers, whatever its status.
    func ask(_ operation: String, _ input: JSON) async throws -> (status: Int, body: JSON) {
        let response = await api.answer(APIRequest(operation: operation, body: Array(input.text.utf8)))
        return (response.status, try JSON(parsing: response.body))
    }

    /// What an operation answers that must succeed.
    func call(_ operation: String, _ input: JSON) async throws -> JSON {
        let answer = try await ask(operation, input)
        #expect(answer.status == 200, "\(operation): \(answer.body.text)")
        return answer.body
    }

    /// Makes a state machine and returns its ARN.
    func machine(
        _ name: String,
        _ definition: String = pass,
        _ more: JSONObject = [:]
    ) async throws -> String {
        var input: JSONObject = [
            "name": .string(name), "definition": .string(definition), "roleArn": .string(Self.role),
        ]
        for (key, value) in more { input[key] = value }
        return try await call("CreateStateMachine", .object(input))["stateMachineArn"]?.stringValue ?? ""
    }

    /// Starts an execution, waits for its end, and returns its ARN.
    func run(_ machine: String, input: String = "{}") async throws -> String {
        let arn = try await start(machine, input: input)
        _ = try await api.engine.result(of: ExecutionID(arn))
        return arn
    }

    /// Starts an execution and returns its ARN.
    func start(_ machine: String, input: String = "{}") async throws -> String {
        let request: JSON = ["stateMachineArn": .string(machine), "input": .string(input)]
        return try await call("StartExecution", request)["executionArn"]?.stringValue ?? ""
    }

    /// Expects a refusal with the error's name and message.
    func refuses(
        _ operation: String,
        _ input: JSON,
        _ code: String,
        _ message: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await ask(operation, input)
        let type = answer.body["__type"]?.stringValue?.split(separator: "#").last.map(String.init)
        #expect(answer.status == 400, sourceLocation: sourceLocation)
        #expect(type == code, sourceLocation: sourceLocation)
        #expect(answer.body["message"]?.stringValue == message, sourceLocation: sourceLocation)
    }
}
