import FlowDSL
import FlowDiagnostics

/// A flow whose states are given by a closure.
struct ClosureFlow: Flow {
    static let name = "test"
    static let summary = "A test."
    struct Input: FlowInput {
        let day = Parameter<String>("The day.")
        let names = Parameter(["a", "b"], "The names.")
    }
    let body: @Sendable (Self, References<Input>) -> Void
    func states(_ input: References<Input>) { body(self, input) }
}

/// A task with one text in and one number out.
struct Measure: TaskInput {
    static let taskName = "test-measure"
    @Value var text: String
    @Value var unit: String?
    struct Output: Codable, Sendable {
        var length: Int
        var parts: [Part]
        var doubled: Int { length * 2 }
    }
    struct Part: Codable, Sendable {
        var name: String
        var size: Int
    }
}

/// The definition of a flow with the given states.
func definition(_ body: @escaping @Sendable (ClosureFlow, References<ClosureFlow.Input>) -> Void) throws -> JSON {
    try ClosureFlow(body: body).compile(domain: "tests").definition
}

/// What is wrong with a flow with the given states.
func diagnostics(_ body: @escaping @Sendable (ClosureFlow, References<ClosureFlow.Input>) -> Void) -> [Diagnostic] {
    do {
        _ = try ClosureFlow(body: body).compile(domain: "tests")
        return []
    } catch {
        return error.diagnostics
    }
}
