import FlowJSON

/// Changes the description or the routes of an alias.
struct UpdateStateMachineAlias: Operation {
    static let members: [Member] = [
        .required("stateMachineAliasArn", .arn), .optional("description", .description),
        .optional("routingConfiguration", .routing),
    ]

    let arn: String
    let description: String?
    let routing: [JSON]?

    init(_ input: Input) {
        arn = input.text("stateMachineAliasArn")
        description = input.optionalText("description")
        routing = input.list("routingConfiguration")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let (machineARN, name) = try ResourceARN(arn).alias()
        guard description != nil || routing != nil else {
            throw APIError.validation(
                "Either the description or the routing configuration must be specified",
                reason: "MISSING_REQUIRED_PARAMETER"
            )
        }
        let routing = try routing.map { (list) throws(APIError) in try Routing(list) }
        let now = api.now
        try await api.changeRegistry { registry in
            guard registry.stateMachines[machineARN] != nil else { throw Routing.missing }
            try registry.update(machineARN) { (machine) throws(APIError) in
                guard let position = machine.aliases.firstIndex(where: { $0.name == name }) else {
                    throw Routing.missing
                }
                guard !machine.isDeleting else { throw .deleting(machineARN) }
                if let routing {
                    guard routing.machineARN == machineARN else {
                        throw .validation(
                            "Routing configuration must contain versions of the alias's own state machine.",
                            reason: "INVALID_ROUTING_CONFIGURATION"
                        )
                    }
                    try routing.check(in: machine)
                    machine.aliases[position].routes = routing.routes
                }
                if let description { machine.aliases[position].description = description }
                machine.aliases[position].updatedAt = now
            }
        }
        return ["updateDate": now.json]
    }
}
