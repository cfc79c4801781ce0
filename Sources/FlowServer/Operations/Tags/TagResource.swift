import FlowJSON

/// Adds tags to a state machine or an activity.
struct TagResource: Operation {
    static let members: [Member] = [.required("resourceArn", .arn), .required("tags", .tags)]

    let arn: String
    let tags: [JSON]

    init(_ input: Input) {
        arn = input.text("resourceArn")
        tags = input.list("tags") ?? []
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try await api.changeRegistry { registry in
            try registry.changeTags(of: arn) { (existing) throws(APIError) in
                existing = try StateMachineSettings.tags(tags, of: arn, added: existing)
            }
        }
        return [:]
    }
}
