import FlowJSON

/// Takes an alias away; one that is not there is no error.
struct DeleteStateMachineAlias: Operation {
    static let members: [Member] = [.required("stateMachineAliasArn", .arn)]

    let arn: String

    init(_ input: Input) { arn = input.text("stateMachineAliasArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let (machineARN, name) = try ResourceARN(arn).alias()
        try await api.changeRegistry { registry in
            guard registry.stateMachines[machineARN] != nil else { return }
            try registry.update(machineARN) { (machine) throws(APIError) in
                machine.aliases.removeAll { $0.name == name }
            }
        }
        return [:]
    }
}
