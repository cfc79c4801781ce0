import FlowJSON
import FlowMachine
import StatesLanguage

/// Replaces parts of a state machine; running executions keep what they started with.
struct UpdateStateMachine: Operation {
    static let members: [Member] = [
        .required("stateMachineArn", .arn), .optional("definition", .definition), .optional("roleArn", .arn),
        .optional("loggingConfiguration", .logging), .optional("tracingConfiguration", .tracing),
        .optional("publish", .flag), .optional("versionDescription", .description),
        .optional("encryptionConfiguration", .encryption),
    ]

    let arn: String
    let definition: String?
    let roleARN: String?
    let logging: JSONObject?
    let tracing: JSONObject?
    let encryption: JSONObject?
    let publishes: Bool
    let versionDescription: String?

    init(_ input: Input) {
        arn = input.text("stateMachineArn")
        definition = input.optionalText("definition")
        roleARN = input.optionalText("roleArn")
        logging = input.structure("loggingConfiguration")
        tracing = input.structure("tracingConfiguration")
        encryption = input.structure("encryptionConfiguration")
        publishes = input.flag("publish") ?? false
        versionDescription = input.optionalText("versionDescription")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let arn = try ResourceARN(arn).unqualifiedStateMachine()
        guard definition != nil || roleARN != nil || logging != nil || tracing != nil || encryption != nil else {
            throw APIError(
                .missingRequiredParameter,
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration "
                    + "must be specified"
            )
        }
        if versionDescription != nil, !publishes { throw VersionDescription.withoutPublish }
        if let roleARN { try StateMachineSettings.check(roleARN: roleARN) }
        let machine = try api.registry.stateMachine(arn)
        guard !machine.isDeleting else { throw APIError.deleting(arn) }
        let change = try await change(of: machine, in: api, for: caller)
        let now = api.now
        return try await api.changeRegistry { registry in
            let sequence = registry.nextSequence()
            return try registry.update(arn) { (machine) throws(APIError) in
                guard !machine.isDeleting else { throw .deleting(arn) }
                return try apply(change, to: &machine, at: now, sequence: sequence)
            }
        }
    }

    /// What the request changes, judged.
    private struct Change {
        var compiled: (Program, JSONObject)?
        var logging: JSONObject?
        var tracing: JSONObject?
        var encryption: JSONObject?
    }

    private func change(
        of machine: StateMachineRecord,
        in api: StepFunctionsAPI,
        for caller: Caller
    ) async throws -> Change {
        var change = Change()
        if let definition {
            change.compiled = try CheckedDefinition.program(
                of: definition,
                type: machine.type,
                reading: api.configuration.reading
            )
        }
        if logging != nil { change.logging = try await api.checkedLogging(logging, for: caller) }
        if tracing != nil { change.tracing = StateMachineSettings.tracing(tracing) }
        if encryption != nil { change.encryption = try StateMachineSettings.encryption(encryption) }
        return change
    }

    private func apply(
        _ change: Change,
        to machine: inout StateMachineRecord,
        at now: Timestamp,
        sequence: Int
    ) throws(APIError) -> JSONObject {
        var revision = machine.revision
        if let definition, let (program, references) = change.compiled {
            revision.compiled = CompiledDefinition(text: definition, type: machine.type, program: program)
            revision.variableReferences = references
        }
        revision.roleARN = roleARN ?? revision.roleARN
        revision.logging = change.logging ?? revision.logging
        revision.tracing = change.tracing ?? revision.tracing
        revision.encryption = change.encryption ?? revision.encryption
        revision.updatedAt = now
        if !revision.asksForTheSame(as: machine.revision) {
            revision.key = RandomID.uuid()
            revision.serial += 1
            revision.id = RandomID.uuid()
            machine.revision = revision
        }
        var answer: JSONObject = ["updateDate": now.json]
        answer["revisionId"] = machine.revision.id.map(JSON.string)
        if publishes {
            let version = try machine.publish(description: versionDescription, at: now, sequence: sequence)
            answer["stateMachineVersionArn"] = .string(machine.versionARN(version.number))
        }
        return answer
    }
}
