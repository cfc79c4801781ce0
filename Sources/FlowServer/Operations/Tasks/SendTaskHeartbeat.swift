import FlowEngine
import FlowJSON

/// Says that the task of a token is alive.
struct SendTaskHeartbeat: Operation {
    static let members: [Member] = [.required("taskToken", .taskToken)]

    let token: String

    init(_ input: Input) { token = input.text("taskToken") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try await APIError.translating { try await api.engine.heartbeat(token: token) }
        return [:]
    }
}
