import FlowJSON

/// Takes a version away that no alias names; one that is not there is no error.
struct DeleteStateMachineVersion: Operation {
    static let members: [Member] = [.required("stateMachineVersionArn", .longArn)]

    let arn: String

    init(_ input: Input) { arn = input.text("stateMachineVersionArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        guard let (machineARN, number) = try ResourceARN(arn).version() else {
            throw APIError.invalidArn("Not a state machine version ARN: \(arn)")
        }
        try await api.changeRegistry { registry in
            guard registry.stateMachines[machineARN] != nil else { return }
            try registry.update(machineARN) { (machine) throws(APIError) in
                let aliases = machine.aliases.filter { $0.routes.contains { $0.version == number } }.map(\.name)
                guard aliases.isEmpty else {
                    throw APIError(
                        .conflict,
                        "Version to be deleted must not be referenced by an alias. Current list of aliases "
                            + "referencing this version: [\(aliases.joined(separator: ", "))]"
                    )
                }
                machine.versions.removeAll { $0.number == number }
            }
        }
        return [:]
    }
}
