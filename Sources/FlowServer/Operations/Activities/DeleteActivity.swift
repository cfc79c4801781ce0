import FlowJSON

/// Takes an activity away; one that is not there is no error.
struct DeleteActivity: Operation {
    static let members: [Member] = [.required("activityArn", .arn)]

    let arn: String

    init(_ input: Input) { arn = input.text("activityArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try ResourceARN.checkActivity(arn)
        try await api.changeRegistry { $0.removeActivity(arn) }
        return [:]
    }
}
