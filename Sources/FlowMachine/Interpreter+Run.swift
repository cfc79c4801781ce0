import FlowJSON
import StatesLanguage

extension Interpreter {
    mutating func start(_ input: JSON, at now: Timestamp, into outcome: inout Outcome) {
        guard startedAt == nil else { return }
        startedAt = now
        self.input = input
        emit(.executionStarted, value: input, after: 0, at: now, into: &outcome)
        var variables = [JSON?](repeating: nil, count: program.variableNames.count)
        for (slot, name) in program.variableNames.enumerated() { variables[slot] = initialVariables[name] }
        // The first state's event points at nothing, as AWS has it.
        scopes.append(Scope(state: program.start, input: input, lastEventID: 0, variables: variables))
        ready.append(.root)
        if let seconds = program.timeoutSeconds {
            _ = startTimer(.execution, at: now.adding(seconds: seconds), into: &outcome)
        }
    }

    /// Lets every scope that can go on do so, until none can or the budget is used up.
    mutating func run(at now: Timestamp, into outcome: inout Outcome) {
        var budget = limits.transitionsPerEvent
        var position = 0
        // The event itself may have filled the history, with nothing ready to go on.
        if isHistoryFull { endForFullHistory(at: now, into: &outcome) }
        while position < ready.count, status == nil {
            let scope = ready[position]
            position += 1
            advance(scope, budget: &budget, at: now, into: &outcome)
            if isHistoryFull { endForFullHistory(at: now, into: &outcome) }
            if budget <= 0, status == nil {
                // The scope itself goes on first, unless it waits for something.
                if scopes[scope.position].canGoOn { position -= 1 }
                break
            }
        }
        if position >= ready.count { ready.removeAll(keepingCapacity: true) } else { ready.removeFirst(position) }
        if status == nil, !ready.isEmpty {
            outcome.needsContinuation = true
        } else {
            freeScopes.append(contentsOf: leftScopes)
            leftScopes.removeAll(keepingCapacity: true)
        }
    }

    /// Runs a scope's states until one needs something from outside.
    private mutating func advance(
        _ scope: ScopeIndex,
        budget: inout Int,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        while budget > 0, status == nil, !isHistoryFull {
            switch scopes[scope.position].phase {
            case .entering:
                runPlainStates(of: scope, budget: &budget, at: now, into: &outcome)
                guard budget > 0, status == nil, !isHistoryFull, scopes[scope.position].phase == .entering else {
                    continue
                }
                budget -= 1
                enter(scope, at: now, into: &outcome)
            case .repeating: work(scope, at: now, into: &outcome)
            case .rejoining: rejoin(scope, at: now, into: &outcome)
            case .over, .onTask, .onMapRun, .waiting, .beforeRetry, .forked, .failed, .interrupted: return
            }
        }
    }

    private mutating func enter(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) {
        let plan = program.plans[scopes[scope.position].state.position]
        let previous = scopes[scope.position].lastEventID
        let input = scopes[scope.position].input
        let id = emit(plan.type.entered, state: plan.index, value: input, after: previous, at: now, into: &outcome)
        scopes[scope.position].beforeEnteredEventID = previous
        scopes[scope.position].enteredEventID = id
        scopes[scope.position].lastEventID = id
        scopes[scope.position].enteredAt = now
        scopes[scope.position].retries = RetryCounters()
        inspect(scope) { $0.input = input }
        work(scope, at: now, into: &outcome)
    }

    /// Does the work of a scope's current state, for the first time or again.
    private mutating func work(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) {
        let plan = program.plans[scopes[scope.position].state.position]
        do throws(Fault) {
            if isInspected(scope), try workIsMocked(scope, plan, at: now, into: &outcome) { return }
            switch plan.work {
            case .pass(let result): try pass(scope, plan, result: result, at: now, into: &outcome)
            case .succeed: try succeed(scope, plan, at: now, into: &outcome)
            case .fail(let fail): try self.fail(scope, plan, fail, at: now, into: &outcome)
            case .choice(let choice): try self.choose(scope, plan, choice, at: now, into: &outcome)
            case .wait(let wait): try self.wait(scope, plan, wait, at: now, into: &outcome)
            case .task(let task): try schedule(scope, plan, task, at: now, into: &outcome)
            case .parallel(let starts): try fork(scope, plan, starts: starts, at: now, into: &outcome)
            case .map(let map): try self.map(scope, plan, map, at: now, into: &outcome)
            }
        } catch {
            recover(scope, from: error, at: now, into: &outcome)
        }
    }
}

extension Scope {
    /// Whether the scope needs nothing from outside to go on.
    var canGoOn: Bool { phase == .entering || phase == .repeating || phase == .rejoining }
}
