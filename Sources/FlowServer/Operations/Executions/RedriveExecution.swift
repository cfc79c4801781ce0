import FlowJSON
import FlowMachine
import FlowStore

/// Would let an execution go on where it failed.
///
/// Differs from AWS: the engine keeps no way back into an execution that has ended, so that each is refused, with AWS's
/// reason where AWS would refuse it too.
struct RedriveExecution: Operation {
    static let members: [Member] = [.required("executionArn", .arn), .optional("clientToken", .clientToken)]

    let arn: String

    init(_ input: Input) { arn = input.text("executionArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let execution = try await api.execution(arn)
        let reason: String
        switch execution.status {
        case nil: reason = "Execution is RUNNING and cannot be redriven"
        case .succeeded: reason = "Execution is SUCCEEDED and cannot be redriven"
        case .failed, .timedOut, .aborted: reason = "This server cannot redrive executions; start it anew"
        }
        throw APIError(.executionNotRedrivable, reason)
    }
}
