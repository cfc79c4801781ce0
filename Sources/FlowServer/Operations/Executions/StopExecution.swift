import FlowEngine
import FlowJSON
import FlowStore

/// Ends an execution as aborted; one that has ended stays as it is.
struct StopExecution: Operation {
    static let members: [Member] = [
        .required("executionArn", .arn), .optional("error", .error), .optional("cause", .cause),
    ]

    let arn: String
    let error: String?
    let cause: String?

    init(_ input: Input) {
        arn = input.text("executionArn")
        error = input.optionalText("error")
        cause = input.optionalText("cause")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let execution = try await api.execution(arn)
        guard try await api.status(of: execution) != "PENDING_REDRIVE" else {
            throw APIError.validation("An execution that waits for its redrive cannot be stopped")
        }
        if let stoppedAt = execution.stoppedAt { return ["stopDate": stoppedAt.json] }
        try await api.engine.stop(execution.id, error: error, cause: cause)
        _ = try await api.engine.result(of: execution.id)
        let stopped = try await api.configuration.store.summary(of: execution.id)?.stoppedAt
        return ["stopDate": (stopped ?? api.now).json]
    }
}
