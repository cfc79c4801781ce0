import FlowEngine
import FlowJSON

/// Ends the task of a token with a failure.
struct SendTaskFailure: Operation {
    static let members: [Member] = [
        .required("taskToken", .taskToken), .optional("error", .error), .optional("cause", .cause),
    ]

    let token: String
    let error: String?
    let cause: String?

    init(_ input: Input) {
        token = input.text("taskToken")
        error = input.optionalText("error")
        cause = input.optionalText("cause")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try await APIError.translating {
            try await api.engine.fail(token: token, error: error ?? "", cause: cause ?? "")
        }
        return [:]
    }
}
