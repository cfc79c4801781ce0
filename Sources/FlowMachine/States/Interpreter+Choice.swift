import FlowJSON
import StatesLanguage

extension Interpreter {
    mutating func choose(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        _ choice: ChoicePlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        var view = view(of: scope, plan)
        let raw = view.input
        if plan.language == .jsonPath { view.input = try plan.flow.inputPath.value(in: view) }
        inspect(scope) { $0.afterInputPath = view.input }
        var next = choice.defaultNext
        var assign = plan.assign
        var output = plan.flow.output
        var decision = Decision.byDefault(plan.index)
        for (number, rule) in choice.rules.enumerated() where try rule.test.holds(in: view) {
            decision = .rule(plan.index, number)
            next = rule.next
            assign = rule.assign
            output = rule.output ?? (plan.language == .jsonata ? nil : plan.flow.output)
            break
        }
        guard !next.isNone else {
            throw Fault(
                .noChoiceMatched,
                "Failed to transition out of the state. The state does not point to a next state.",
                origin: .data
            )
        }
        decisions?.append(decision)
        let assigned = try assign?.values(in: view) ?? .nothing
        view.input = raw
        let result = try outputOfInput(of: scope, plan, output, in: view)
        try leave(scope, plan, output: result, assigned: assigned, to: next, at: now, into: &outcome)
    }
}
