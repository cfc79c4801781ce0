import FlowJSON

/// Lists the tags of a state machine or an activity.
struct ListTagsForResource: Operation {
    static let members: [Member] = [.required("resourceArn", .arn)]

    let arn: String

    init(_ input: Input) { arn = input.text("resourceArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        var registry = api.registry
        let tags = try registry.changeTags(of: arn) { (tags) throws(APIError) in tags }
        return ["tags": .array(tags.map { ["key": .string($0.key), "value": $0.value] })]
    }
}
