import FlowJSON
import JSONata
import StatesLanguage

extension Interpreter {
    /// What the expressions of a scope's current state can see, its raw input being `$`.
    mutating func view(of scope: ScopeIndex, _ plan: StatePlan, taskToken: String? = nil) -> DataView {
        DataView(
            input: scopes[scope.position].input,
            context: plan.readsContext ? context(of: scope, plan, taskToken: taskToken) : .null,
            variables: scopes[scope.position].variables,
            environment: Environment(now: scopes[scope.position].enteredAt.milliseconds, seed: random.next())
        )
    }

    /// Leaves a state that has a result of its own: shapes the result into an output, and goes on.
    mutating func leave(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        result: JSON,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        var view = view(of: scope, plan)
        inspect(scope) { $0.result = result }
        let output: JSON
        let assigned: Assignments
        switch plan.language {
        case .jsonata:
            view.result = result
            output = try plan.flow.output?.value(in: view) ?? result
            assigned = try plan.assign?.values(in: view) ?? .nothing
        case .jsonPath:
            assigned = try plan.assign?.values(in: view.with(input: result)) ?? .nothing
            output = try shape(result, of: scope, plan.flow, in: view)
        }
        try leave(scope, plan, output: output, assigned: assigned, to: plan.next, at: now, into: &outcome)
    }

    /// `ResultSelector`, `ResultPath`, `OutputPath`.
    ///
    /// - Parameter view: the state's raw input is its `$`.
    mutating func shape(
        _ result: JSON,
        of scope: ScopeIndex,
        _ flow: DataFlow,
        in view: DataView
    ) throws(Fault) -> JSON {
        let selected = try flow.resultSelector?.value(in: view.with(input: result)) ?? result
        inspect(scope) { $0.afterResultSelector = selected }
        let merged = try flow.resultPath.merged(selected, into: view.input)
        inspect(scope) { $0.afterResultPath = merged }
        return flow.outputPath.isAll ? merged : try flow.outputPath.value(in: view.with(input: merged))
    }

    /// Leaves a state: records the exit, sets the variables, and goes to the next state or ends the scope.
    mutating func leave(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        output: JSON,
        assigned: Assignments,
        to next: StateIndex,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        try check(output, of: plan)
        try set(assigned, in: scope, plan)
        if let exited = plan.type.exited {
            let details: HistoryEventDetails? = assigned.isEmpty ? nil : .assigned(assigned.object)
            emit(exited, of: scope, value: output, details: details, at: now, into: &outcome)
        }
        if isInspected(scope) {
            inspect(output: output, next: next, of: scope)
            return end(.succeeded(output: output), after: scopes[scope.position].lastEventID, at: now, into: &outcome)
        }
        if next.isNone {
            scopeSucceeded(scope, output: output, at: now, into: &outcome)
        } else {
            scopes[scope.position].state = next
            scopes[scope.position].input = output
            if !scopes[scope.position].canGoOn { ready.append(scope) }
            scopes[scope.position].phase = .entering
        }
    }

    private mutating func set(_ assigned: Assignments, in scope: ScopeIndex, _ plan: StatePlan) throws(Fault) {
        guard !assigned.isEmpty else { return }
        var most = 0
        for position in assigned.slots.indices { most += assigned.object.value(at: position).mostBytes }
        // The bound of one variable is that of all variables of one `Assign`.
        if let limit = limits.payloadBytes, most > limit {
            let bytes = assigned.slots.indices.reduce(0) { $0 + assigned.object.value(at: $1).utf8Count }
            guard bytes <= limit else { throw tooLarge(plan) }
        }
        for (position, slot) in assigned.slots.enumerated() {
            scopes[scope.position].variables[slot] = assigned.object.value(at: position)
        }
        guard let limit = limits.variablesBytes else { return }
        variableBytes += most
        guard variableBytes > limit else { return }
        // What was counted is at least what is there, since what is replaced or gone is counted too; now count exactly.
        variableBytes = scopes.reduce(0) { $0 + ownVariableBytes(of: $1) }
        guard variableBytes <= limit else { throw .tooLarge(plan.name) }
    }

    /// The size of the variables that a scope does not have from the one around it, whose names it can't assign.
    private func ownVariableBytes(of scope: Scope) -> Int {
        let outer = scope.parent.isNone ? [] : scopes[scope.parent.position].variables
        return scope.variables.indices.reduce(0) { bytes, slot in
            let isOuter = slot < outer.count && outer[slot] != nil
            return isOuter ? bytes : bytes + (scope.variables[slot]?.utf8Count ?? 0)
        }
    }

    /// Refuses a value that is over the limit.
    func check(_ value: JSON, of plan: StatePlan) throws(Fault) {
        guard let limit = limits.payloadBytes, !value.isKnownToFit(limit), value.utf8Count > limit else { return }
        throw tooLarge(plan)
    }

    private func tooLarge(_ plan: StatePlan) -> Fault {
        if case .task(let task) = plan.work { return .tooLarge(task.resource.text) }
        return .tooLarge(plan.name)
    }
}
