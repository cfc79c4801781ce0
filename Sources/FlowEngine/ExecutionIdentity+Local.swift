package import FlowMachine
import FlowTasks

extension ExecutionIdentity {
    /// The identity of an execution that runs on this machine; ids look as on AWS.
    package init(
        name: String,
        ofStateMachine machine: String,
        region: String = TaskResource.defaultRegion,
        account: String = TaskResource.defaultAccount
    ) {
        self.init(
            id: "arn:aws:states:\(region):\(account):execution:\(machine):\(name)",
            name: name,
            stateMachineID: "arn:aws:states:\(region):\(account):stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: "arn:aws:iam::\(account):role/flow-task"
        )
    }
}
