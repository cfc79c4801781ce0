/// A member of the context object, which is `$$` in JSONPath and `$states.context` in JSONata.
struct ContextWord {
    /// Such as `Execution.Id`.
    let path: String
    let text: String

    static let all: [ContextWord] = [
        .init(path: "Execution", text: "The execution."),
        .init(path: "Execution.Id", text: "The execution's ARN."),
        .init(path: "Execution.Input", text: "The execution's input."),
        .init(path: "Execution.Name", text: "The execution's name."),
        .init(path: "Execution.RoleArn", text: "The role that the machine runs with."),
        .init(path: "Execution.StartTime", text: "When the execution started."),
        .init(path: "Execution.RedriveCount", text: "How often the execution was redriven."),
        .init(path: "Execution.RedriveTime", text: "When the execution was last redriven."),
        .init(path: "State", text: "The state that runs."),
        .init(path: "State.EnteredTime", text: "When the state was entered."),
        .init(path: "State.Name", text: "The state's name."),
        .init(path: "State.RetryCount", text: "How often the state was retried."),
        .init(path: "StateMachine", text: "The state machine."),
        .init(path: "StateMachine.Id", text: "The state machine's ARN."),
        .init(path: "StateMachine.Name", text: "The state machine's name."),
        .init(path: "Task", text: "The task that runs."),
        .init(path: "Task.Token", text: "What the called one gives back with `.waitForTaskToken`."),
        .init(path: "Map", text: "The Map that runs."),
        .init(path: "Map.Item", text: "The item of the iteration."),
        .init(path: "Map.Item.Index", text: "The item's index, from 0."),
        .init(path: "Map.Item.Value", text: "The item."),
        .init(path: "Map.Item.Key", text: "The item's key, where the items are an object."),
        .init(path: "Map.Item.Source", text: "The file that the item comes from."),
    ]

    /// The members of `$states` in JSONata.
    static let states: [ContextWord] = [
        .init(path: "input", text: "The state's input."),
        .init(
            path: "result",
            text: "The result of the state's work; in `Output` and `Assign` of Task, Parallel and Map."
        ),
        .init(path: "errorOutput", text: "`{\"Error\", \"Cause\"}`; in `Output` and `Assign` of a catcher."),
        .init(path: "context", text: "The context object: execution, state, task and item."),
    ]

    /// The members right below a path; those of the whole object for an empty one.
    static func members(below path: String) -> [ContextWord] {
        let prefix = path.isEmpty ? "" : path + "."
        return all.filter { word in
            word.path.hasPrefix(prefix) && !word.path.dropFirst(prefix.count).contains(".")
        }
    }

    /// The last part of the path.
    var name: String { path.split(separator: ".").last.map(String.init) ?? path }
}
