import FlowJSON

/// Takes a state machine away with its versions and aliases, as soon as none of its executions run.
struct DeleteStateMachine: Operation {
    static let members: [Member] = [.required("stateMachineArn", .arn)]

    let arn: String

    init(_ input: Input) { arn = input.text("stateMachineArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let machineARN = try ResourceARN(arn).unqualifiedStateMachine()
        try await api.changeRegistry { registry in
            guard registry.stateMachines[machineARN] != nil else { return }
            try registry.update(machineARN) { (machine) throws(APIError) in machine.isDeleting = true }
        }
        try await api.finishDeletions()
        return [:]
    }
}
