import FlowMachine

extension ExecutionIdentity {
    /// An execution of the given name; ids look as on AWS.
    init(name: String, ofStateMachine machine: String) {
        let prefix = "arn:aws:states:us-east-1:123456789012"
        self.init(
            id: "\(prefix):execution:\(machine):\(name)",
            name: name,
            stateMachineID: "\(prefix):stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: "arn:aws:iam::123456789012:role/test"
        )
    }
}
