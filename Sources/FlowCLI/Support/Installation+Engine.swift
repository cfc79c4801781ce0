package import FlowConnections
package import FlowEngine
import FlowItems
package import FlowMachine
import FlowStore
import FlowTasks

extension Installation {
    /// An engine on this machine with the handlers and storages of the installation.
    package func engineConfiguration(_ connections: Connections) -> EngineConfiguration {
        var configuration = EngineConfiguration(handlers: handlers)
        configuration.storages = storages
        configuration.connections = connections
        configuration.itemReading = ItemFiles()
        configuration.resultWriting = ResultFiles()
        configuration.store = MemoryStore(keeping: .few)
        configuration.crashPlan = ProcessEnvironment["FLOW_TASK_CRASH_AT"].flatMap(CrashPlan.init)
        configuration.scratchRoot = ProcessEnvironment["TMPDIR"] ?? "/tmp"
        return configuration
    }
}

extension ExecutionIdentity {
    /// An execution on this machine, with ARNs as AWS would give them.
    package static func local(_ machine: String, execution: String) -> ExecutionIdentity {
        // The region is also where the execution's services are called.
        let region =
            ProcessEnvironment["AWS_REGION"] ?? ProcessEnvironment["AWS_DEFAULT_REGION"] ?? TaskResource.defaultRegion
        let prefix = "arn:aws:states:\(region):\(TaskResource.defaultAccount)"
        return ExecutionIdentity(
            id: "\(prefix):execution:\(machine):\(execution)",
            name: execution,
            stateMachineID: "\(prefix):stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: "arn:aws:iam::\(TaskResource.defaultAccount):role/flow-task-local"
        )
    }
}
