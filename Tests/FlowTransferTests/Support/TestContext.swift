import FlowConnections
import FlowJSON
import FlowTasks
import FlowTransfer
import Logging
import Synchronization

/// Keeps what tasks say about themselves.
final class RecordingMonitor: TaskMonitor {
    private let progress = Mutex<[TaskProgress]>([])
    var reports: [TaskProgress] { progress.withLock { $0 } }
    func heartbeat() {}
    func report(_ progress: TaskProgress) { self.progress.withLock { $0.append(progress) } }
}

/// A context as the engine makes it.
func makeContext(_ connections: [Connection], _ monitor: RecordingMonitor = RecordingMonitor()) -> TaskContext {
    var registry = HandlerRegistry()
    var storages = StorageProviders()
    registerTransfer(into: &registry, storages: &storages)
    return TaskContext(
        executionName: "test",
        stateName: "Copy",
        attempt: 1,
        idempotencyKey: "test/1/1",
        deadline: nil,
        logger: Logger(label: "test"),
        connections: Connections(connections),
        scratchDirectory: "/tmp",
        storages: storages,
        monitor: monitor
    )
}

/// A named connection with another's settings.
extension Connection {
    func named(_ name: String) -> Connection {
        var renamed = self
        renamed.name = name
        return renamed
    }
}

extension TaskHandler {
    /// Runs the handler as the engine does: the input goes through JSON.
    func perform(_ input: Input, _ context: TaskContext) async throws -> Input.Output {
        try await run(try JSON(encoding: input).decode(Input.self), context)
    }
}
