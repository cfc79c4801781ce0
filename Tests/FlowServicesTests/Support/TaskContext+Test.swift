import FlowConnections
import FlowJSON
import FlowTasks
import Logging
import Synchronization

@testable import FlowServices

/// Keeps what a caller says.
final class CallMonitor: TaskMonitor {
    private let words = Mutex<[String]>([])
    let isAnswered: Bool

    init(isAnswered: Bool = false) { self.isAnswered = isAnswered }

    var said: [String] { words.withLock { $0 } }
    func heartbeat() {}
    func report(_ progress: TaskProgress) {}
    func started() { words.withLock { $0.append("started") } }
    func submitted(_ output: JSON) { words.withLock { $0.append("submitted") } }
}

extension TaskContext {
    static func test(_ resource: String, _ monitor: any TaskMonitor = CallMonitor()) -> TaskContext {
        var context = TaskContext(
            executionName: "run",
            stateName: "State",
            attempt: 1,
            idempotencyKey: "run:1:1",
            deadline: nil,
            logger: Logger(label: "test"),
            connections: Connections(),
            scratchDirectory: "/tmp",
            storages: StorageProviders(),
            monitor: monitor
        )
        context.resource = resource
        context.executionID = "arn:aws:states:eu-west-1:123456789012:execution:machine:run"
        context.stateMachineID = "arn:aws:states:eu-west-1:123456789012:stateMachine:machine"
        context.roleARN = "arn:aws:iam::123456789012:role/machine"
        return context
    }
}

extension ScriptedServer {
    /// Calls a resource with this server in AWS's place; keys are a role's, so that none are looked for.
    func call(
        _ resource: String,
        _ arguments: JSON,
        _ monitor: any TaskMonitor = CallMonitor(),
        submitted: JSON? = nil
    ) async throws -> JSON {
        var context = TaskContext.test(resource, monitor)
        context.credentials = ["RoleArn": "arn:aws:iam::210987654321:role/other"]
        context.submittedOutput = submitted
        let integrations = ServiceIntegrations(ServiceEnvironment(["AWS_ENDPOINT_URL": origin]))
        return try await integrations.call(arguments, context)
    }
}
