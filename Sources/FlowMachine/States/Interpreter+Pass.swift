import FlowJSON
import StatesLanguage

extension Interpreter {
    /// Runs a scope's states as long as they are Pass states with nothing to evaluate.
    ///
    /// The interpreter's innermost loop: what it needs is in local variables and trivial arrays.
    mutating func runPlainStates(
        of scope: ScopeIndex,
        budget: inout Int,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        let start = scopes[scope.position].state
        guard program.nodes[start.position].kind != .planned, !isInspected(scope) else { return }
        var state = start
        var value = scopes[scope.position].input
        var previous = scopes[scope.position].lastEventID
        var id = nextEventID
        // Both events of a state must fit before the history's last one.
        let lastID = historyLimit - 2
        var isDone = false
        loop: while budget > 0, id <= lastID {
            let node = program.nodes[state.position]
            var output = value
            switch node.kind {
            case .plainPass: break
            case .constantPass:
                guard case .pass(let result?) = program.plans[state.position].work,
                    limits.payloadBytes.map(result.isKnownToFit) ?? true
                else { break loop }
                output = result
            case .planned: break loop
            }
            outcome.events.append(
                HistoryEvent(
                    id: id,
                    previousEventID: previous,
                    timestamp: now,
                    type: .passStateEntered,
                    state: state,
                    value: value
                )
            )
            outcome.events.append(
                HistoryEvent(
                    id: id + 1,
                    previousEventID: id,
                    timestamp: now,
                    type: .passStateExited,
                    state: state,
                    value: output
                )
            )
            previous = id + 1
            id += 2
            value = output
            budget -= 1
            if node.next.isNone {
                isDone = true
                break
            }
            state = node.next
        }
        nextEventID = id
        scopes[scope.position].lastEventID = previous
        scopes[scope.position].state = state
        scopes[scope.position].input = value
        if isDone { scopeSucceeded(scope, output: value, at: now, into: &outcome) }
    }

    mutating func pass(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        result: JSON?,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let view = view(of: scope, plan)
        guard plan.language == .jsonPath else {
            let output = try plan.flow.output?.value(in: view) ?? view.input
            let assigned = try plan.assign?.values(in: view) ?? .nothing
            return try leave(
                scope,
                plan,
                output: output,
                assigned: assigned,
                to: plan.next,
                at: now,
                into: &outcome
            )
        }
        let arguments = try arguments(of: scope, plan, in: view)
        let result = result ?? arguments
        inspect(scope) { $0.result = result }
        let assigned = try plan.assign?.values(in: view.with(input: result)) ?? .nothing
        let output = try shape(result, of: scope, plan.flow, in: view)
        try leave(scope, plan, output: output, assigned: assigned, to: plan.next, at: now, into: &outcome)
    }

    /// What a state's work is given: `InputPath` and `Parameters`, or `Arguments`; the input where there is neither.
    mutating func arguments(
        of scope: ScopeIndex,
        _ plan: StatePlan,
        in view: DataView
    ) throws(Fault) -> JSON {
        let effective = plan.flow.inputPath.isAll ? view.input : try plan.flow.inputPath.value(in: view)
        inspect(scope) { $0.afterInputPath = effective }
        let arguments = try plan.flow.arguments?.value(in: view.with(input: effective)) ?? effective
        inspect(scope) { $0.afterArguments = arguments }
        return arguments
    }

    mutating func succeed(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let view = view(of: scope, plan)
        let output = try outputOfInput(of: scope, plan, plan.flow.output, in: view)
        try leave(scope, plan, output: output, assigned: .nothing, to: .none, at: now, into: &outcome)
    }

    /// The output of a state that hands on its input: `InputPath` and `OutputPath`, or an `Output`.
    mutating func outputOfInput(
        of scope: ScopeIndex,
        _ plan: StatePlan,
        _ output: CompiledTemplate?,
        in view: DataView
    ) throws(Fault) -> JSON {
        guard plan.language == .jsonPath else { return try output?.value(in: view) ?? view.input }
        let effective = try plan.flow.inputPath.value(in: view)
        inspect(scope) { $0.afterInputPath = effective }
        return try plan.flow.outputPath.value(in: view.with(input: effective))
    }
}
