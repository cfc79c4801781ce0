import FlowJSON

/// Tells all about an activity.
struct DescribeActivity: Operation {
    static let members: [Member] = [.required("activityArn", .arn)]

    let arn: String

    init(_ input: Input) { arn = input.text("activityArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try ResourceARN.checkActivity(arn)
        let activity = try api.registry.activity(arn)
        return [
            "activityArn": .string(arn), "name": .string(activity.name), "creationDate": activity.createdAt.json,
            "encryptionConfiguration": .object(activity.encryption),
        ]
    }
}
