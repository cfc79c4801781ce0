import FlowDiagnostics
package import FlowJSON
import StatesLanguage

/// The handlers by the names of their tasks.
package struct HandlerRegistry: Sendable {
    private var handlers: [String: AnyTaskHandler] = [:]
    private var callers: [any ServiceCaller] = []

    /// A registry without handlers.
    package init() {}

    /// Registers a handler under its input's task name; a later one of the same name replaces the earlier.
    package mutating func register(_ handler: some TaskHandler) {
        let erased = AnyTaskHandler(handler)
        handlers[erased.taskName] = erased
    }

    /// Registers a handler whose type is already erased.
    package mutating func register(_ handler: AnyTaskHandler) { handlers[handler.taskName] = handler }

    /// Registers what calls services; the latest that calls a resource is asked.
    package mutating func register(_ caller: some ServiceCaller) { callers.append(caller) }

    /// What calls a resource, or `nil`.
    package func caller(for resource: String) -> (any ServiceCaller)? { callers.last { $0.calls(resource) } }

    /// The handler of a task, or `nil` where none is registered.
    package func handler(for taskName: String) -> AnyTaskHandler? { handlers[taskName] }

    /// The names of all tasks, sorted.
    package var taskNames: [String] { handlers.keys.sorted() }
}

/// A handler that takes and gives JSON.
public struct AnyTaskHandler: Sendable {
    /// The name of the task that it does.
    package let taskName: String
    /// Decodes the input, runs the handler, encodes the output.
    package let run: @Sendable (JSON, TaskContext) async throws -> JSON

    /// A handler that is a function of JSON.
    package init(taskName: String, run: @escaping @Sendable (JSON, TaskContext) async throws -> JSON) {
        self.taskName = taskName
        self.run = run
    }

    /// Erases a handler's type.
    public init<Handler: TaskHandler>(_ handler: Handler) {
        taskName = Handler.Input.taskName
        run = { json, context in
            let input: Handler.Input
            do throws(Diagnostic) {
                input = try json.decode(Handler.Input.self)
            } catch {
                throw TaskFailure(
                    error: ErrorName("Task.InvalidInput"),
                    cause: "The input of \(Handler.Input.taskName) cannot be used: \(error.message)"
                )
            }
            let output = try await handler.run(input, context)
            do {
                return try JSON(encoding: output)
            } catch {
                throw TaskFailure(
                    error: "Task.InvalidOutput",
                    cause: "The output of \(Handler.Input.taskName) is no JSON: \(error)"
                )
            }
        }
    }
}
