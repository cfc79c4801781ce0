import FlowJSON
import FlowMachine
import StatesLanguage

/// Makes a state machine; making the same one again finds it.
struct CreateStateMachine: Operation {
    static let members: [Member] = [
        .required("name", .name), .required("definition", .definition), .required("roleArn", .arn),
        .optional("type", .stateMachineType), .optional("loggingConfiguration", .logging), .optional("tags", .tags),
        .optional("tracingConfiguration", .tracing), .optional("publish", .flag),
        .optional("versionDescription", .description), .optional("encryptionConfiguration", .encryption),
    ]

    let name: String
    let definition: String
    let roleARN: String
    let type: StateMachineType
    let logging: JSONObject?
    let tracing: JSONObject?
    let encryption: JSONObject?
    let tags: [JSON]?
    let publishes: Bool
    let versionDescription: String?

    init(_ input: Input) {
        name = input.text("name")
        definition = input.text("definition")
        roleARN = input.text("roleArn")
        type = input.optionalText("type").flatMap(StateMachineType.init) ?? .standard
        logging = input.structure("loggingConfiguration")
        tracing = input.structure("tracingConfiguration")
        encryption = input.structure("encryptionConfiguration")
        tags = input.list("tags")
        publishes = input.flag("publish") ?? false
        versionDescription = input.optionalText("versionDescription")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try ResourceName.check(name)
        try StateMachineSettings.check(roleARN: roleARN)
        if versionDescription != nil, !publishes { throw VersionDescription.withoutPublish }
        let arn = "\(api.prefix(for: caller)):stateMachine:\(name)"
        let revision = try await revision(at: api.now, in: api, for: caller)
        let tags = try StateMachineSettings.tags(tags, of: arn)
        return try await api.changeRegistry { registry in
            if let existing = registry.stateMachines[arn] { return try found(existing, asking: revision) }
            var machine = StateMachineRecord(
                arn: arn,
                name: name,
                type: type,
                account: caller.account,
                createdAt: revision.updatedAt,
                sequence: registry.nextSequence(),
                revision: revision,
                tags: tags
            )
            var answer: JSONObject = ["stateMachineArn": .string(arn), "creationDate": machine.createdAt.json]
            if publishes {
                let version = try machine.publish(
                    description: versionDescription,
                    at: machine.createdAt,
                    sequence: registry.nextSequence()
                )
                answer["stateMachineVersionArn"] = .string(machine.versionARN(version.number))
            }
            registry.add(machine)
            return answer
        }
    }

    private func revision(
        at now: Timestamp,
        in api: StepFunctionsAPI,
        for caller: Caller
    ) async throws -> Revision {
        let (program, references) = try CheckedDefinition.program(
            of: definition,
            type: type,
            reading: api.configuration.reading
        )
        return Revision(
            key: RandomID.uuid(),
            compiled: CompiledDefinition(text: definition, type: type, program: program),
            variableReferences: references,
            roleARN: roleARN,
            logging: try await api.checkedLogging(logging, for: caller),
            tracing: StateMachineSettings.tracing(tracing),
            encryption: try StateMachineSettings.encryption(encryption),
            updatedAt: now
        )
    }

    /// The answer where the name is taken.
    private func found(_ machine: StateMachineRecord, asking revision: Revision) throws(APIError) -> JSONObject {
        guard !machine.isDeleting else { throw .deleting(machine.arn) }
        // Neither the role nor the tags tell machines apart.
        let isTheSame =
            machine.type == type && machine.revision.definition == definition
            && machine.revision.logging == revision.logging && machine.revision.tracing == revision.tracing
            && machine.revision.encryption == revision.encryption
        let version = machine.versions.last { $0.revision.serial == machine.revision.serial }
        guard isTheSame, !publishes || version?.description == versionDescription else {
            throw APIError(.stateMachineAlreadyExists, "State Machine Already Exists: '\(machine.arn)'")
        }
        var answer: JSONObject = ["stateMachineArn": .string(machine.arn), "creationDate": machine.createdAt.json]
        if publishes, let version { answer["stateMachineVersionArn"] = .string(machine.versionARN(version.number)) }
        return answer
    }
}

/// The rule of `versionDescription`.
enum VersionDescription {
    static let withoutPublish = APIError.validation("Version description can only be set when publish is true")
}
