import FlowJSON

/// Lists the state machines, the newest first.
struct ListStateMachines: Operation {
    static let members = PageRequest.members

    let page: PageRequest

    init(_ input: Input) { page = PageRequest(input) }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let machines = api.registry.stateMachines.values.filter { $0.account == caller.account }
        let shown = try Page(
            of: "stateMachines",
            machines.sorted { $0.sequence > $1.sequence },
            by: \.sequence,
            page,
            now: api.now
        )
        let list = shown.elements.map { machine in
            JSON.object([
                "stateMachineArn": .string(machine.arn), "name": .string(machine.name),
                "type": .string(machine.type.rawValue), "creationDate": machine.createdAt.json,
            ])
        }
        var answer: JSONObject = ["stateMachines": .array(list)]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
