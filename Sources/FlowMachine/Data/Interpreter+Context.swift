import FlowJSON
import StatesLanguage

extension Interpreter {
    /// The context object as a state sees it: `$$`, `$states.context`.
    ///
    /// - Parameter item: the item of a Map that its `ItemSelector` is evaluated for.
    func context(
        of scope: ScopeIndex,
        _ plan: StatePlan,
        taskToken: String? = nil,
        item: (index: Int, value: JSON)? = nil
    ) -> JSON {
        var context = JSONObject()
        if isInspected(scope), let mocked = inspection?.mock?.context {
            guard let item, var context = mocked.objectValue else { return mocked }
            context["Map"] = Self.mapContext(item)
            return .object(context)
        }
        var execution = JSONObject()
        execution["Id"] = .string(identity.id)
        execution["Input"] = input
        execution["StartTime"] = startedAt.map { .string($0.description) }
        execution["Name"] = .string(identity.name)
        execution["RoleArn"] = identity.roleARN.isEmpty ? .null : .string(identity.roleARN)
        execution["RedriveCount"] = .integer(Int64(redriveCount))
        execution["RedriveTime"] = redrivenAt.map { .string($0.description) }
        context["Execution"] = .object(execution)
        var machine = JSONObject()
        machine["Id"] = .string(identity.stateMachineID)
        machine["Name"] = .string(identity.stateMachineName)
        context["StateMachine"] = .object(machine)
        var state = JSONObject()
        state["Name"] = .string(plan.name)
        state["EnteredTime"] = .string(scopes[scope.position].enteredAt.description)
        if plan.type == .task || plan.type == .parallel || plan.type == .map {
            state["RetryCount"] = .integer(Int64(scopes[scope.position].retries.total))
        }
        context["State"] = .object(state)
        if let taskToken { context["Task"] = .object(["Token": .string(taskToken)]) }
        if let item = item ?? nearestItem(of: scope) {
            context["Map"] = Self.mapContext(item)
        }
        return .object(context)
    }

    private static func mapContext(_ item: (index: Int, value: JSON)) -> JSON {
        ["Item": ["Index": .integer(Int64(item.index)), "Value": item.value]]
    }

    /// The item of the innermost iteration that a scope is in.
    private func nearestItem(of scope: ScopeIndex) -> (index: Int, value: JSON)? {
        var scope = scope
        while !scope.isNone {
            if let item = scopes[scope.position].item { return (scopes[scope.position].position, item) }
            scope = scopes[scope.position].parent
        }
        return nil
    }

    /// The indices of the iterations that a scope is in, the outermost first.
    func iterations(of scope: ScopeIndex) -> [Int] {
        var indices: [Int] = []
        var scope = scope
        while !scope.isNone {
            if scopes[scope.position].item != nil { indices.append(scopes[scope.position].position) }
            scope = scopes[scope.position].parent
        }
        return indices.reversed()
    }
}
