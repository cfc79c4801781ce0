import FlowJSON

/// Tells all about an alias.
struct DescribeStateMachineAlias: Operation {
    static let members: [Member] = [.required("stateMachineAliasArn", .arn)]

    let arn: String

    init(_ input: Input) { arn = input.text("stateMachineAliasArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let (machineARN, name) = try ResourceARN(arn).alias()
        guard let alias = api.registry.stateMachines[machineARN]?.alias(name) else {
            throw Routing.missing
        }
        var answer: JSONObject = [
            "stateMachineAliasArn": .string(arn), "name": .string(name),
            "routingConfiguration": alias.routing(of: machineARN), "creationDate": alias.createdAt.json,
            "updateDate": alias.updatedAt.json,
        ]
        answer["description"] = alias.description.map(JSON.string)
        return answer
    }
}
