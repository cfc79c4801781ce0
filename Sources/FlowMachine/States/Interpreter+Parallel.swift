import FlowJSON
import StatesLanguage

extension Interpreter {
    mutating func fork(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        starts: [StateIndex],
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let view = view(of: scope, plan)
        let arguments = try arguments(of: scope, plan, in: view)
        try check(arguments, of: plan)
        emit(.parallelStateStarted, of: scope, at: now, into: &outcome)
        let started = scopes[scope.position].lastEventID
        scopes[scope.position].phase = .forked
        scopes[scope.position].unfinished = nil
        var children = Children(
            effectiveInput: arguments,
            results: [JSON](repeating: .null, count: starts.count),
            remaining: starts.count
        )
        for (number, start) in starts.enumerated() {
            let child = addScope(
                Scope(
                    parent: scope,
                    position: number,
                    state: start,
                    input: arguments,
                    lastEventID: started,
                    variables: scopes[scope.position].variables
                )
            )
            children.running.append(child)
            ready.append(child)
        }
        scopes[scope.position].children = children
        if starts.isEmpty { childrenAreDone(scope, at: now, into: &outcome) }
    }
}
