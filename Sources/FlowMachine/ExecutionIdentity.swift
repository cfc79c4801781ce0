/// Who an execution is; what its context object tells.
package struct ExecutionIdentity: Hashable, Sendable {
    /// The execution's id, an ARN or anything else that is unique.
    package var id: String
    /// The execution's name, unique within its state machine.
    package var name: String
    /// The state machine's id, an ARN or anything else that is unique.
    package var stateMachineID: String
    /// The state machine's name.
    package var stateMachineName: String
    /// The role with which it runs.
    package var roleARN: String

    /// An identity of the given parts.
    package init(id: String, name: String, stateMachineID: String, stateMachineName: String, roleARN: String) {
        self.id = id
        self.name = name
        self.stateMachineID = stateMachineID
        self.stateMachineName = stateMachineName
        self.roleARN = roleARN
    }
}
