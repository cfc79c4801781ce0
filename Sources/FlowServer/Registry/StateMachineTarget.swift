/// What an ARN of a state machine, a version or an alias stands for.
struct StateMachineTarget: Sendable {
    let machine: StateMachineRecord
    let version: VersionRecord?
    let alias: AliasRecord?

    var revision: Revision { version?.revision ?? machine.revision }
    var versionARN: String? { version.map { machine.versionARN($0.number) } }
    var aliasARN: String? { alias.map { "\(machine.arn):\($0.name)" } }
}

extension StateMachineRecord {
    /// What a qualifier of this state machine stands for; an alias of two versions draws one by weight.
    ///
    /// - Throws: `StateMachineDoesNotExist` where there is no such version or alias.
    func target(_ qualifier: String?, named text: String) throws(APIError) -> StateMachineTarget {
        guard let qualifier else { return StateMachineTarget(machine: self, version: nil, alias: nil) }
        if let number = Int(qualifier), "\(number)" == qualifier {
            guard let version = version(number) else { throw .noStateMachine(text) }
            return StateMachineTarget(machine: self, version: version, alias: nil)
        }
        guard let alias = alias(qualifier), let number = alias.version(byLot: Int.random(in: 0..<100)),
            let version = version(number)
        else { throw .noStateMachine(text) }
        return StateMachineTarget(machine: self, version: version, alias: alias)
    }
}
