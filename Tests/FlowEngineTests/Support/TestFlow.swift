import FlowConnections
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage

/// A machine and its handlers, ready to run.
struct TestFlow {
    let program: Program
    var configuration: EngineConfiguration

    init(_ definition: String, _ handlers: TestHandler..., clock: any EngineClock = ManualClock()) throws {
        program = try Program(StateMachineDefinition(json: JSON(parsing: definition)))
        var registry = HandlerRegistry()
        for handler in handlers { registry.register(handler.erased) }
        configuration = EngineConfiguration(handlers: registry)
        configuration.clock = clock
        configuration.makeSeed = { 1 }
    }

    /// One Task state named `Work` that asks for the task `name`; `fields` are more fields of it.
    init(
        task name: String,
        fields: String = "",
        _ handlers: TestHandler...,
        clock: any EngineClock = ManualClock()
    ) throws {
        try self.init(Self.definition(of: name, fields: fields), clock: clock)
        for handler in handlers { configuration.handlers.register(handler.erased) }
    }

    static func definition(of task: String, fields: String = "") -> String {
        """
        {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "\(TaskResource.arn(of: task))", \
        \(fields.isEmpty ? "" : fields + ",") "End": true}}}
        """
    }

    static let identity = ExecutionIdentity(name: "run-1", ofStateMachine: "test")

    func run(_ input: JSON = [:], observer: (any ExecutionObserver)? = nil) async throws -> ExecutionResult {
        try await Engine.with(configuration) { engine in
            try await engine.run(program, as: Self.identity, input: input, observer: observer)
        }
    }
}

extension ExecutionResult {
    /// The types of its events.
    var types: [String] { history.map(\.type.rawValue) }
}

extension TestFlow {
    /// Runs while something else goes on beside it.
    func run(
        _ input: JSON = [:],
        observer: (any ExecutionObserver)? = nil,
        beside driver: @escaping @Sendable () async -> Void
    ) async throws -> ExecutionResult {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await driver() }
            defer { group.cancelAll() }
            return try await run(input, observer: observer)
        }
    }
}
