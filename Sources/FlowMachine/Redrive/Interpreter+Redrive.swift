import FlowJSON
import StatesLanguage

extension Interpreter {
    /// Lets an execution that ended without success go on where it was.
    ///
    /// States that had been entered do their work again without another event that says they are entered; what they and
    /// their inner scopes record next follows their own last events. Only a Fail state is entered again.
    ///
    /// Source: AWS's developer guide, "Restarting state machine executions with redrive".
    mutating func redrive(at now: Timestamp, into outcome: inout Outcome) {
        status = nil
        redriveCount += 1
        redrivenAt = now
        let count = JSON.integer(Int64(redriveCount))
        emit(.executionRedriven, value: ["redriveCount": count], after: nextEventID - 1, at: now, into: &outcome)
        resume(.root, at: now, into: &outcome)
        if let seconds = program.timeoutSeconds {
            _ = startTimer(.execution, at: now.adding(seconds: seconds), into: &outcome)
        }
    }

    /// Makes a scope ready that did not come to its end.
    private mutating func resume(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) {
        let position = scope.position
        let plan = program.plans[scopes[position].state.position]
        scopes[position].retries = RetryCounters()
        switch scopes[position].phase {
        case .over: return
        case .entering, .repeating, .rejoining: break
        case .onTask, .waiting: scopes[position].phase = .repeating
        case .interrupted(let rest):
            // A moment stays the same, and may have come meanwhile.
            if case .wait(.seconds) = plan.work {
                return startWait(scope, until: now.adding(milliseconds: rest), into: &outcome)
            }
            scopes[position].phase = .repeating
        case .forked where scopes[position].children != nil: break
        case .forked, .onMapRun, .beforeRetry, .failed:
            switch scopes[position].unfinished {
            case .children(let unfinished): takeUp(unfinished, in: scope)
            case .mapRun: scopes[position].phase = .rejoining
            case nil: scopes[position].phase = plan.type == .fail ? .entering : .repeating
            }
        }
        for child in scopes[position].children?.running ?? [] { resume(child, at: now, into: &outcome) }
        if scopes[position].canGoOn { ready.append(scope) }
    }

    /// Makes scopes of the branches or iterations that did not succeed.
    private mutating func takeUp(_ unfinished: UnfinishedChildren, in scope: ScopeIndex) {
        var children = unfinished.children
        for var child in unfinished.scopes {
            child.parent = scope
            children.running.append(addScope(child))
        }
        let isWaiting = !children.running.isEmpty && !unfinished.isAtNext
        scopes[scope.position].phase = isWaiting ? .forked : .rejoining
        scopes[scope.position].children = children
        scopes[scope.position].unfinished = nil
    }

    /// Goes on with what a redriven state's branches, iterations or child executions came to.
    mutating func rejoin(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) {
        let plan = program.plans[scopes[scope.position].state.position]
        do throws(Fault) {
            if case .mapRun(let run)? = scopes[scope.position].unfinished {
                return try redrive(run, of: scope, at: now, into: &outcome)
            }
            scopes[scope.position].phase = .forked
            guard let children = scopes[scope.position].children, children.remaining > 0 else {
                return childrenAreDone(scope, at: now, into: &outcome)
            }
            guard case .map(let map) = plan.work else { return }
            let last = scopes[scope.position].lastEventID
            try beginIteration(of: scope, plan, map, after: last, at: now, into: &outcome)
        } catch {
            recover(scope, from: error, at: now, into: &outcome)
        }
    }

    /// How often AWS lets one map run be redriven.
    private static let mostRedrivesOfMapRun = 1_000

    private mutating func redrive(
        _ run: UnfinishedMapRun,
        of scope: ScopeIndex,
        at now: Timestamp,
        into outcome: inout Outcome
    ) throws(Fault) {
        var run = run
        run.redriveCount += 1
        guard run.redriveCount <= Self.mostRedrivesOfMapRun else {
            throw .runtime("The Map Run \(run.arn) was redriven \(Self.mostRedrivesOfMapRun) times already.")
        }
        let count = JSON.integer(Int64(run.redriveCount))
        let value: JSON = ["mapRunArn": .string(run.arn), "redriveCount": count]
        emit(.mapRunRedriven, of: scope, value: value, at: now, into: &outcome)
        guard !isHistoryFull else { return }
        scopes[scope.position].unfinished = .mapRun(run)
        scopes[scope.position].phase = .onMapRun(run.id)
        mapRuns[run.id] = scope
        outcome.effects.append(.redriveMapRun(run.id))
    }
}
