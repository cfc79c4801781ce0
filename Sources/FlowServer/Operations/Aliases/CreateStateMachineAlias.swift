import FlowJSON

/// Makes an alias of one or two versions; making the same one again finds it.
struct CreateStateMachineAlias: Operation {
    static let members: [Member] = [
        .optional("description", .description), .required("name", .aliasName),
        .required("routingConfiguration", .routing),
    ]

    let name: String
    let description: String?
    let routing: [JSON]

    init(_ input: Input) {
        name = input.text("name")
        description = input.optionalText("description")
        routing = input.list("routingConfiguration") ?? []
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let routing = try Routing(routing)
        let now = api.now
        return try await api.changeRegistry { registry in
            guard registry.stateMachines[routing.machineARN] != nil else { throw Routing.missing }
            let sequence = registry.nextSequence()
            return try registry.update(routing.machineARN) { (machine) throws(APIError) in
                guard !machine.isDeleting else { throw .deleting(machine.arn) }
                try routing.check(in: machine)
                let alias = try add(routing.routes, to: &machine) {
                    AliasRecord(
                        name: name,
                        description: description,
                        routes: routing.routes,
                        createdAt: now,
                        updatedAt: now,
                        sequence: sequence
                    )
                }
                return [
                    "stateMachineAliasArn": .string("\(machine.arn):\(name)"), "creationDate": alias.createdAt.json,
                ]
            }
        }
    }

    private func add(
        _ routes: [AliasRecord.Route],
        to machine: inout StateMachineRecord,
        _ make: () -> AliasRecord
    ) throws(APIError) -> AliasRecord {
        if let existing = machine.alias(name) {
            guard existing.routes == routes, existing.description == description else {
                throw APIError(
                    .conflict,
                    "Failed to create alias because an alias with the same name and a different routing "
                        + "configuration already exists."
                )
            }
            return existing
        }
        guard machine.aliases.count < 100 else {
            throw APIError(.serviceQuotaExceeded, "A state machine can have 100 aliases.")
        }
        let alias = make()
        machine.aliases.append(alias)
        return alias
    }
}
