import FlowJSON

/// Tells all about a state machine, or about one of its versions.
struct DescribeStateMachine: Operation {
    static let members: [Member] = [
        .required("stateMachineArn", .arn), .optional("includedData", .includedData),
    ]

    let arn: String
    let wantsMetadataOnly: Bool

    init(_ input: Input) {
        arn = input.text("stateMachineArn")
        wantsMetadataOnly = input.wantsMetadataOnly
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let resource = try ResourceARN(arn)
        if case .labelled = resource.resource { return try await api.describeLabelled(resource, wantsMetadataOnly) }
        let (machineARN, qualifier) = try resource.stateMachine()
        let target = try api.registry.stateMachine(machineARN, named: arn).target(qualifier, named: arn)
        var answer = target.machine.description(of: target.revision, as: arn, wantsMetadataOnly)
        if let version = target.version {
            answer["creationDate"] = version.createdAt.json
            answer["description"] = version.description.map(JSON.string)
        }
        return answer
    }
}

extension StateMachineRecord {
    /// What the API tells of a revision.
    ///
    /// - Parameter arn: how the caller names it.
    func description(of revision: Revision, as arn: String, _ wantsMetadataOnly: Bool) -> JSONObject {
        var answer: JSONObject = [
            "stateMachineArn": .string(arn), "name": .string(name), "status": .string(status),
            "definition": .string(wantsMetadataOnly ? "{}" : revision.definition),
            "roleArn": .string(revision.roleARN), "type": .string(type.rawValue), "creationDate": createdAt.json,
            "loggingConfiguration": .object(revision.logging), "tracingConfiguration": .object(revision.tracing),
            "encryptionConfiguration": .object(revision.encryption),
        ]
        answer["revisionId"] = revision.id.map(JSON.string)
        if !revision.variableReferences.isEmpty, !wantsMetadataOnly {
            answer["variableReferences"] = .object(revision.variableReferences)
        }
        return answer
    }
}
