import FlowJSON
public import FlowTasks

extension Flow {
    /// Adds a Task state: the handler of the input's type does the work.
    @discardableResult
    public func task<Input: TaskInput>(
        _ name: String,
        _ input: Input,
        file: String = #fileID,
        line: UInt = #line
    ) -> StateResult<Input.Output> {
        let arguments: JSON
        do {
            arguments = try JSON(encoding: input)
        } catch {
            arguments = .null
        }
        let fields: JSONObject = ["Resource": .string(TaskResource.arn(of: Input.taskName)), "Arguments": arguments]
        return add(name, "Task", fields, SourcePlace(file: file, line: line))
    }

    /// Adds a Task state of any resource of AWS, such as `arn:aws:states:::sqs:sendMessage`.
    @discardableResult
    public func task<Output: Codable>(
        _ name: String,
        resource: String,
        arguments: any TemplateConvertible,
        output: Output.Type = JSON.self,
        file: String = #fileID,
        line: UInt = #line
    ) -> StateResult<Output> {
        let fields: JSONObject = ["Resource": .string(resource), "Arguments": arguments.asTemplate]
        return add(name, "Task", fields, SourcePlace(file: file, line: line))
    }

    /// Records a state whose result can be referred to.
    func add<Output>(_ name: String, _ type: String, _ fields: JSONObject, _ place: SourcePlace) -> StateResult<Output>
    {
        let recorder = Recorder.current
        let (state, variable) = recorder.edit { draft in
            let state = draft.add(name, type, fields, at: place)
            let variable = draft.names.make(for: name, holding: "Result")
            draft.states[state].variable = variable
            return (state, variable)
        }
        return StateResult(state: state, recorder: recorder, result: Value(jsonata: "$\(variable)"))
    }
}
