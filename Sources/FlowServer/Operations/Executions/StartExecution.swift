import FlowDiagnostics
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// Starts an execution; starting the same one again while it runs finds it.
struct StartExecution: Operation {
    static let members: [Member] = [
        .required("stateMachineArn", .arn), .optional("name", .name), .optional("input", .data),
        .optional("traceHeader", .traceHeader),
    ]

    let start: ExecutionStart

    init(_ input: Input) { start = ExecutionStart(input) }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let (arn, startedAt) = try await api.start(start, for: caller)
        return ["executionArn": .string(arn), "startDate": startedAt.json]
    }
}

/// What a request to start an execution asks for.
struct ExecutionStart: Sendable {
    let stateMachineARN: String
    let name: String?
    let input: String
    let traceHeader: String?

    init(_ input: Input) {
        stateMachineARN = input.text("stateMachineArn")
        name = input.optionalText("name")
        self.input = input.optionalText("input") ?? "{}"
        traceHeader = input.optionalText("traceHeader")
    }

    /// The input as a value.
    ///
    /// - Throws: `InvalidExecutionInput` with what AWS's reader says.
    func inputValue() throws(APIError) -> JSON {
        do {
            return try JSON(parsing: input)
        } catch {
            throw .invalidExecutionInput(input, error)
        }
    }
}

extension APIError {
    /// A refusal of a text that is to be an execution's input, in the words of AWS's reader where it says something.
    static func invalidExecutionInput(_ text: String, _ diagnostic: Diagnostic) -> APIError {
        let isBlank = text.allSatisfy(\.isWhitespace)
        let reason =
            isBlank ? "Invalid execution input." : JacksonReader.error(in: text)?.message ?? diagnostic.message
        return APIError(.invalidExecutionInput, "Invalid State Machine Execution Input: '\(reason)'")
    }
}
