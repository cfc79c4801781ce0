import FlowJSON
import FlowTasks

/// A caller of services that is made of a closure.
struct TestCaller: ServiceCaller {
    let body: @Sendable (JSON, TaskContext) async throws -> JSON

    init(_ body: @escaping @Sendable (JSON, TaskContext) async throws -> JSON) { self.body = body }

    func calls(_ resource: String) -> Bool { resource.hasPrefix("arn:aws:states:::") }

    func call(_ arguments: JSON, _ context: TaskContext) async throws -> JSON { try await body(arguments, context) }
}
