import FlowJSON
import StatesLanguage

extension Interpreter {
    /// A scope's current state has failed: a retrier repeats it, a catcher takes it elsewhere, or the scope fails.
    mutating func recover(
        _ scope: ScopeIndex,
        from fault: Fault,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard !isHistoryFull, status == nil else { return }
        let plan = program.plans[scopes[scope.position].state.position]
        abortChildren(of: scope, isAtNext: true, at: now, into: &outcome)
        if fault.needsNewAttempt(of: plan) { scopes[scope.position].unfinished = nil }
        let fault = recorded(fault, of: scope, plan, at: now, into: &outcome)
        inspect(scope) { $0.fault = fault }
        let retrier = plan.retriers.firstIndex { $0.matches(fault.error, by: program.reading) }
        inspect(scope) { $0.retrier = retrier }
        if let number = retrier, let delay = delay(of: number, in: scope, plan) {
            if isInspected(scope) {
                inspect(scope) { $0.retry = (number, delay) }
                return scopeFailed(scope, fault, at: now, into: &outcome)
            }
            decisions?.append(.retrier(plan.index, number))
            scopes[scope.position].retries.add(retrier: number)
            let timer = startTimer(.retry(scope), at: now.adding(milliseconds: delay), into: &outcome)
            scopes[scope.position].phase = .beforeRetry(timer)
            return
        }
        recordFailure(of: scope, plan, fault, at: now, into: &outcome)
        let catcher = plan.catchers.firstIndex { $0.catcher.matches(fault.error, by: program.reading) }
        guard let number = catcher else {
            return scopeFailed(scope, fault, at: now, into: &outcome)
        }
        inspect(scope) { $0.catcher = number }
        decisions?.append(.catcher(plan.index, number))
        do throws(Fault) {
            try leave(scope, plan, by: plan.catchers[number], fault, at: now, into: &outcome)
            scopes[scope.position].unfinished = nil
        } catch {
            let fault = recorded(error, of: scope, plan, at: now, into: &outcome)
            scopeFailed(scope, fault, at: now, into: &outcome)
        }
    }

    /// The fault with a cause that says where it happened, after the event that an expression's failure has.
    private mutating func recorded(
        _ fault: Fault,
        of scope: ScopeIndex,
        _ plan: StatePlan,
        at now: Timestamp,
        into outcome: inout Outcome
    ) -> Fault {
        let entered = scopes[scope.position].enteredEventID
        let cause =
            "An error occurred while executing the state '\(plan.name)' (entered at the event id #\(entered)). "
            + fault.cause
        switch fault.origin {
        case .outside, .size: return fault
        case .data: return Fault(TaskFailure(error: fault.error(by: program.reading), cause: cause))
        case .expression(let location):
            // What fails while a state is being entered points at what led to the state; a wait has begun already.
            let isEntering = scopes[scope.position].lastEventID == entered && plan.type != .wait
            scopes[scope.position].lastEventID = emit(
                .evaluationFailed,
                state: plan.index,
                details: .evaluation(error: fault.error.text, cause: cause, location: location),
                after: isEntering
                    ? scopes[scope.position].beforeEnteredEventID : scopes[scope.position].lastEventID,
                at: now,
                into: &outcome
            )
            return Fault(TaskFailure(error: fault.error, cause: cause))
        }
    }

    /// The wait before the next attempt in milliseconds, or `nil` where the retrier has none left.
    private mutating func delay(of number: Int, in scope: ScopeIndex, _ plan: StatePlan) -> Int64? {
        let retrier = plan.retriers[number]
        let attempt = scopes[scope.position].retries.count(of: number) + 1 + (inspection?.mock?.retryCount ?? 0)
        guard let delay = retrier.delayInMilliseconds(beforeRetry: attempt) else { return nil }
        // What a single state shows is the computed wait.
        return isInspected(scope)
            ? delay
            : retrier.jitterStrategy == .full ? Int64.random(in: 0...max(delay, 0), using: &random) : delay
    }

    /// The event of a Parallel or Map state that has failed for good.
    private mutating func recordFailure(
        of scope: ScopeIndex,
        _ plan: StatePlan,
        _ fault: Fault,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        // A fault of the machine's own text ends the execution without it.
        guard fault.error != .runtime else { return }
        switch plan.type {
        case .parallel: emit(.parallelStateFailed, of: scope, at: now, into: &outcome)
        case .map: emit(.mapStateFailed, of: scope, at: now, into: &outcome)
        default: break
        }
    }

    /// Leaves a failed state by a catcher.
    private mutating func leave(
        _ scope: ScopeIndex,
        _ plan: StatePlan,
        by catcher: CompiledCatcher,
        _ fault: Fault,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        let errorOutput = JSON.object(["Error": .string(fault.error.text), "Cause": .string(fault.cause)])
        var view = view(of: scope, plan)
        let output: JSON
        let assigned: Assignments
        switch plan.language {
        case .jsonata:
            view.errorOutput = errorOutput
            output = try catcher.output?.value(in: view) ?? errorOutput
            assigned = try catcher.assign?.values(in: view) ?? .nothing
        case .jsonPath:
            assigned = try catcher.assign?.values(in: view.with(input: errorOutput)) ?? .nothing
            output = try catcher.resultPath.merged(errorOutput, into: view.input)
        }
        try leave(scope, plan, output: output, assigned: assigned, to: catcher.next, at: now, into: &outcome)
    }
}
