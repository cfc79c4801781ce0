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
        var bytes = 0
        for position in assigned.slots.indices {
            let value = assigned.object.value(at: position)
            try check(value, of: plan)
            bytes += value.mostBytes
        }
        for (position, slot) in assigned.slots.enumerated() {
            scopes[scope.position].variables[slot] = assigned.object.value(at: position)
        }
        scopes[scope.position].variableBytes += bytes
        guard let limit = limits.variablesBytes, scopes[scope.position].variableBytes > limit else { return }
        // What was counted is at least what is there, since replaced values are counted too; now count exactly.
        let exact = scopes[scope.position].variables.reduce(0) { $0 + ($1?.utf8Count ?? 0) }
        scopes[scope.position].variableBytes = exact
        guard exact <= limit else { throw .tooLarge(plan.name) }
    }

    /// Refuses a value that is over the limit.
    func check(_ value: JSON, of plan: StatePlan) throws(Fault) {
        guard let limit = limits.payloadBytes, !value.isKnownToFit(limit), value.utf8Count > limit else { return }
        if case .task(let task) = plan.work { throw .tooLarge(task.resource.text) }
        throw .tooLarge(plan.name)
    }
}
