import FlowJSON

/// Makes an activity; making the same one again finds it.
struct CreateActivity: Operation {
    static let members: [Member] = [
        .required("name", .name), .optional("tags", .tags), .optional("encryptionConfiguration", .encryption),
    ]

    let name: String
    let tags: [JSON]?
    let encryption: JSONObject?

    init(_ input: Input) {
        name = input.text("name")
        tags = input.list("tags")
        encryption = input.structure("encryptionConfiguration")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try ResourceName.check(name)
        let arn = "\(api.prefix(for: caller)):activity:\(name)"
        let tags = try StateMachineSettings.tags(tags, of: arn)
        let encryption = try StateMachineSettings.encryption(encryption)
        let now = api.now
        let activity = try await api.changeRegistry { registry in
            if let existing = registry.activities[arn] {
                guard existing.encryption == encryption else {
                    throw APIError(.activityAlreadyExists, "Activity Already Exists: '\(arn)'")
                }
                return existing
            }
            let activity = ActivityRecord(
                arn: arn,
                name: name,
                account: caller.account,
                createdAt: now,
                sequence: registry.nextSequence(),
                encryption: encryption,
                tags: tags
            )
            registry.add(activity)
            return activity
        }
        return ["activityArn": .string(arn), "creationDate": activity.createdAt.json]
    }
}
