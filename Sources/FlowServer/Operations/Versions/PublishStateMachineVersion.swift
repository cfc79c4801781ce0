import FlowJSON

/// Makes a version of a state machine's revision, or finds the one that has been made.
struct PublishStateMachineVersion: Operation {
    static let members: [Member] = [
        .required("stateMachineArn", .arn), .optional("revisionId", .revision), .optional("description", .description),
    ]

    let arn: String
    let revisionID: String?
    let description: String?

    init(_ input: Input) {
        arn = input.text("stateMachineArn")
        revisionID = input.optionalText("revisionId")
        description = input.optionalText("description")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let machineARN = try ResourceARN(arn).unqualifiedStateMachine()
        let now = api.now
        return try await api.changeRegistry { registry in
            let sequence = registry.nextSequence()
            return try registry.update(machineARN) { (machine) throws(APIError) in
                guard !machine.isDeleting else { throw .deleting(arn) }
                // Before its first update a machine has the revision INITIAL.
                let current = machine.revision.id ?? "INITIAL"
                if let revisionID, revisionID != current {
                    throw APIError(
                        .conflict,
                        "Failed to publish the State Machine version for revision \(revisionID). "
                            + "The current State Machine revision is \(current)."
                    )
                }
                let version = try machine.publish(description: description, at: now, sequence: sequence)
                return [
                    "stateMachineVersionArn": .string(machine.versionARN(version.number)),
                    "creationDate": version.createdAt.json,
                ]
            }
        }
    }
}
