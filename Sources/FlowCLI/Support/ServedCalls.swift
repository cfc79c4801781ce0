import FlowJSON
import FlowServices
import FlowTasks

/// The service integrations of executions that a server runs.
///
/// Executions of an earlier server go on before this one listens; what they call may be this server itself.
struct ServedCalls: ServiceCaller {
    let integrations: ServiceIntegrations
    let own: OwnAddress

    func calls(_ resource: String) -> Bool { integrations.calls(resource) }

    func call(_ arguments: JSON, _ context: TaskContext) async throws -> JSON {
        try await own.waitUntilKnown()
        return try await integrations.call(arguments, context)
    }
}
