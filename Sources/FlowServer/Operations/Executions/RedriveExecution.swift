import FlowEngine
import FlowJSON
import FlowStore

/// Lets an execution that ended without success go on where it failed.
struct RedriveExecution: Operation {
    static let members: [Member] = [.required("executionArn", .arn), .optional("clientToken", .clientToken)]

    let arn: String
    let token: String?

    init(_ input: Input) {
        arn = input.text("executionArn")
        token = input.optionalText("clientToken")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        // Of two requests with one token the second finds what the first one did.
        try await api.names.withLock(arn) {
            let execution = try await api.execution(arn)
            let tokens = RedriveTokens(execution.attributes)
            if let moment = token.flatMap({ tokens.moment(of: $0, at: api.now) }) {
                return ["redriveDate": moment.json]
            }
            do {
                if let reason = try await api.redriveRefusal(of: execution) { throw RedriveError(reason) }
                let moment = try await api.engine.redrive(execution.id) { moment in
                    (token.map { tokens.adding($0, at: moment) } ?? tokens).attributes
                }
                return ["redriveDate": moment.json]
            } catch let error as RedriveError {
                throw APIError(.executionNotRedrivable, error.reason.text)
            }
        }
    }
}
