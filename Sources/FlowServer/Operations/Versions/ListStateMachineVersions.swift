import FlowJSON

/// Lists the versions of a state machine, the newest first.
struct ListStateMachineVersions: Operation {
    static let members: [Member] = [.required("stateMachineArn", .arn)] + PageRequest.members

    let arn: String
    let page: PageRequest

    init(_ input: Input) {
        arn = input.text("stateMachineArn")
        page = PageRequest(input)
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let machineARN = try ResourceARN(arn).unqualifiedStateMachine()
        let versions = api.registry.stateMachines[machineARN]?.versions ?? []
        let shown = try Page(of: "versions \(arn)", versions.reversed(), by: \.number, page, now: api.now)
        let list = shown.elements.map { version in
            JSON.object([
                "stateMachineVersionArn": .string("\(machineARN):\(version.number)"),
                "creationDate": version.createdAt.json,
            ])
        }
        var answer: JSONObject = ["stateMachineVersions": .array(list)]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
