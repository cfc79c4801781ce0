import FlowDiagnostics
import FlowEngine
import FlowJSON
import FlowMachine
import FlowTesting
import StatesLanguage

/// The real work of a Task state that is tested: an execution of a machine that has nothing but the task.
struct TaskTrial {
    let task: ScheduledTask
    let surroundings: StateTest.Surroundings

    /// Seconds that a test may take.
    private static let limit: Int64 = 300

    /// What the task answers.
    func result(in api: StepFunctionsAPI) async throws -> Result<JSON, TaskFailure> {
        let prefix = "arn:aws:states:\(surroundings.region):\(surroundings.account)"
        let machine = surroundings.stateMachineName
        let identity = ExecutionIdentity(
            id: "\(prefix):express:\(machine):\(surroundings.executionName)",
            name: surroundings.executionName,
            stateMachineID: "\(prefix):stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: "arn:aws:iam::\(surroundings.account):role/TestState"
        )
        let result = try await api.engine.run(try Program(definition), as: identity, input: task.arguments)
        if case .succeeded(let output) = result.status { return .success(output) }
        return .failure(TaskFailure(error: ErrorName(result.error ?? ""), cause: result.cause ?? ""))
    }

    /// The task alone: its arguments are the execution's input, which it takes as it is.
    private var definition: StateMachineDefinition {
        get throws {
            var state: JSONObject = ["Type": "Task", "Resource": .string(task.resource), "End": true]
            state["TimeoutSeconds"] = task.timeoutSeconds.map(JSON.integer)
            state["HeartbeatSeconds"] = task.heartbeatSeconds.map(JSON.integer)
            state["Credentials"] = task.credentials
            let machine: JSON = [
                "StartAt": "Task", "TimeoutSeconds": .integer(Self.limit), "States": ["Task": .object(state)],
            ]
            let decoded = StateMachineDefinition.readUnjudged(machine, reading: surroundings.reading)
            if let definition = decoded.definition { return definition }
            throw APIError(.invalidDefinition, decoded.diagnostics.first?.message ?? "")
        }
    }
}
