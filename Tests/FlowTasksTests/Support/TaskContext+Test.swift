import FlowConnections
import FlowTasks
import Logging

extension TaskContext {
    /// A context whose parts say nothing.
    static func test(
        connections: Connections = Connections(),
        storages: StorageProviders = StorageProviders(),
        monitor: any TaskMonitor = SilentMonitor()
    ) -> TaskContext {
        TaskContext(
            executionName: "run",
            stateName: "State",
            attempt: 1,
            idempotencyKey: "run:1:1",
            deadline: nil,
            logger: Logger(label: "test"),
            connections: connections,
            scratch: ScratchDirectory("/nowhere/at/all"),
            storages: storages,
            monitor: monitor
        )
    }
}

struct SilentMonitor: TaskMonitor {
    func heartbeat() {}
    func report(_ progress: TaskProgress) {}
}
