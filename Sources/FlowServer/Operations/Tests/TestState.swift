import FlowDiagnostics
import FlowEngine
import FlowJSON
import FlowMachine
import FlowTesting
import StatesLanguage

/// Runs one state on its own, with a mock or with the real task.
struct TestState: Operation {
    static let members: [Member] = [
        .required("definition", .definition), .optional("roleArn", .arn), .optional("input", .data),
        .optional("inspectionLevel", .choice(["INFO", "DEBUG", "TRACE"])), .optional("revealSecrets", .flag),
        .optional("variables", .data), .optional("stateName", .name),
        .optional(
            "mock",
            .structure([
                .optional("result", .data),
                .optional("errorOutput", .structure([.optional("error", .error), .optional("cause", .cause)])),
                .optional("fieldValidationMode", .choice(["STRICT", "PRESENT", "NONE"])),
            ])
        ),
        .optional("context", .data),
        .optional(
            "stateConfiguration",
            .structure([
                .optional("retrierRetryCount", .integer(0...Int64.max)), .optional("errorCausedByState", .name),
                .optional("mapIterationFailureCount", .integer(0...Int64.max)),
                .optional("mapItemReaderData", .data),
            ])
        ),
    ]

    let request: JSONObject

    init(_ input: Input) { request = input.object }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        if let role = request["roleArn"]?.stringValue { try StateMachineSettings.check(roleARN: role) }
        let surroundings = StateTest.Surroundings(
            region: api.configuration.region,
            account: caller.account,
            now: api.now,
            seed: UInt64.random(in: .min ... .max),
            executionName: RandomID.uuid(),
            stateMachineName: RandomID.uuid(),
            reading: api.configuration.reading
        )
        var test = try translating { () throws(StateTestError) in try StateTest(request, in: surroundings) }
        if let task = test.task {
            test.complete(try await TaskTrial(task: task, surroundings: surroundings).result(in: api))
        }
        return test.answer.objectValue ?? [:]
    }

    private func translating(_ body: () throws(StateTestError) -> StateTest) throws(APIError) -> StateTest {
        do throws(StateTestError) {
            return try body()
        } catch {
            switch error {
            case .definition(let diagnostics):
                let quoted = diagnostics.map(\.quoted).joined(separator: ", ")
                throw APIError(.invalidDefinition, "Invalid State Machine Definition: '\(quoted)'")
            case .unsupported(let message): throw APIError(.invalidDefinition, message)
            case .input(let diagnostic):
                throw .invalidExecutionInput(request["input"]?.stringValue ?? "", diagnostic)
            case .validation(let message): throw .validation(message)
            }
        }
    }
}
