import FlowDiagnostics
import FlowEngine
import FlowJSON
import StatesLanguage

/// Ends the task of a token with a result.
struct SendTaskSuccess: Operation {
    static let members: [Member] = [.required("taskToken", .taskToken), .required("output", .data)]

    let token: String
    let output: String

    init(_ input: Input) {
        token = input.text("taskToken")
        output = input.text("output")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        // AWS looks at the token before the output.
        try await APIError.translating { try await api.engine.check(token: token) }
        let value: JSON
        do {
            value = try JSON(parsing: output)
        } catch {
            let reason = JacksonReader.error(in: output)?.message ?? error.message
            throw APIError(.invalidOutput, "Invalid Output: '\(reason)'")
        }
        try await APIError.translating { try await api.engine.succeed(token: token, output: value) }
        return [:]
    }
}
