import FlowJSON

/// Lists the aliases of a state machine, or those of one of its versions, the oldest first, as AWS was recorded to.
struct ListStateMachineAliases: Operation {
    static let members: [Member] = [.required("stateMachineArn", .arn)] + PageRequest.members

    let arn: String
    let page: PageRequest

    init(_ input: Input) {
        arn = input.text("stateMachineArn")
        page = PageRequest(input, isAscending: true)
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let resource = try ResourceARN(arn)
        let (machineARN, _) = try resource.stateMachine()
        let version = try resource.version()?.number
        let machine = try api.registry.stateMachine(machineARN, named: arn)
        guard !machine.isDeleting else { throw APIError.deleting(arn) }
        let shown = try Page(
            of: "aliases \(arn)",
            machine.aliases.filter { alias in version == nil || alias.routes.contains { $0.version == version } },
            by: \.sequence,
            page,
            now: api.now
        )
        let list = shown.elements.map { alias in
            JSON.object([
                "stateMachineAliasArn": .string("\(machineARN):\(alias.name)"),
                "creationDate": alias.createdAt.json,
            ])
        }
        var answer: JSONObject = ["stateMachineAliases": .array(list)]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
