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
        let target = try api.withRegistry { (registry) throws(APIError) in
            try registry.stateMachine(machineARN, named: arn).target(qualifier, named: arn)
        }
        let revision = target.revision
        var answer: JSONObject = [
            "stateMachineArn": .string(arn), "name": .string(target.machine.name),
            "status": .string(target.machine.status),
            "definition": .string(wantsMetadataOnly ? "{}" : revision.definition),
            "roleArn": .string(revision.roleARN), "type": .string(target.machine.type.rawValue),
            "creationDate": (target.version?.createdAt ?? target.machine.createdAt).json,
            "loggingConfiguration": .object(revision.logging), "tracingConfiguration": .object(revision.tracing),
            "encryptionConfiguration": .object(revision.encryption),
        ]
        answer["revisionId"] = revision.id.map(JSON.string)
        answer["description"] = target.version?.description.map(JSON.string)
        if !revision.variableReferences.isEmpty, !wantsMetadataOnly {
            answer["variableReferences"] = .object(revision.variableReferences)
        }
        return answer
    }
}
