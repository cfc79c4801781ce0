import FlowJSON
import StatesLanguage

extension Interpreter {
    mutating func addScope(_ scope: Scope) -> ScopeIndex {
        if let free = freeScopes.popLast() {
            scopes[free.position] = scope
            return free
        }
        scopes.append(scope)
        return ScopeIndex(scopes.count - 1)
    }

    private mutating func removeScope(_ scope: ScopeIndex) {
        scopes[scope.position] = Scope(state: .none, input: .null, lastEventID: 0, variables: [])
        scopes[scope.position].phase = .over
        leftScopes.append(scope)
    }

    /// A branch or an iteration has come to its end.
    mutating func childSucceeded(
        _ child: ScopeIndex,
        output: JSON,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        let parent = scopes[child.position].parent
        let position = scopes[child.position].position
        let last = scopes[child.position].lastEventID
        let plan = program.plans[scopes[parent.position].state.position]
        scopes[parent.position].lastEventID = last
        if plan.type == .map {
            let index = JSON.integer(Int64(position))
            emit(.mapIterationSucceeded, of: parent, value: index, at: now, into: &outcome)
        }
        scopes[parent.position].children?.results[position] = output
        scopes[parent.position].children?.remaining -= 1
        scopes[parent.position].children?.running.removeAll { $0 == child }
        removeScope(child)
        guard let children = scopes[parent.position].children, !isHistoryFull else { return }
        if children.remaining == 0 { return childrenAreDone(parent, at: now, into: &outcome) }
        guard case .map(let map) = plan.work else { return }
        // The next iteration follows the last event inside the one that is over, not that one's end.
        do throws(Fault) {
            try beginIteration(of: parent, plan, map, after: last, at: now, into: &outcome)
        } catch {
            recover(parent, from: error, at: now, into: &outcome)
        }
    }

    /// All branches or iterations of a state have come to their end.
    mutating func childrenAreDone(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) {
        let plan = program.plans[scopes[scope.position].state.position]
        let children = scopes[scope.position].children.take()
        emit(
            plan.type == .map ? .mapStateSucceeded : .parallelStateSucceeded,
            state: plan.index,
            after: scopes[scope.position].lastEventID,
            at: now,
            into: &outcome
        )
        do throws(Fault) {
            try leave(scope, plan, result: .array(children?.results ?? []), at: now, into: &outcome)
        } catch {
            scopes[scope.position].unfinished = children.map { .children(UnfinishedChildren($0)) }
            recover(scope, from: error, at: now, into: &outcome)
        }
    }

    /// A branch or an iteration has failed, and with it the state that it is inside.
    mutating func childFailed(
        _ child: ScopeIndex,
        _ fault: Fault,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        let parent = scopes[child.position].parent
        let last = scopes[child.position].lastEventID
        let plan = program.plans[scopes[parent.position].state.position]
        if plan.type == .map {
            let index = JSON.integer(Int64(scopes[child.position].position))
            emit(.mapIterationFailed, state: plan.index, value: index, after: last, at: now, into: &outcome)
        } else if case .outside = fault.origin, program.plans[scopes[child.position].state.position].type == .task {
            // A branch's own failed task is recorded as aborted, which an iteration's is not.
            emit(.taskStateAborted, after: last, at: now, into: &outcome)
        }
        scopes[parent.position].lastEventID = last
        abortChildren(of: parent, failed: child, at: now, into: &outcome)
        let surfaced = Fault(fault.error, fault.cause, origin: .outside)
        recover(parent, from: surfaced, at: now, into: &outcome)
    }

    /// Ends all branches or iterations that still run; a redrive may go on with them.
    ///
    /// - Parameters:
    ///   - failed: the one among them whose failure it is that ends the others.
    ///   - isAtNext: whether the next iteration was to begin.
    mutating func abortChildren(
        of scope: ScopeIndex,
        failed: ScopeIndex = .none,
        isAtNext: Bool = false,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard let children = scopes[scope.position].children.take() else { return }
        let plan = program.plans[scopes[scope.position].state.position]
        var unfinished = UnfinishedChildren(children, isAtNext: isAtNext)
        for child in children.running {
            if child != failed {
                let last = abort(child, at: now, into: &outcome)
                if plan.type == .map {
                    let index = JSON.integer(Int64(scopes[child.position].position))
                    emit(.mapIterationAborted, state: plan.index, value: index, after: last, at: now, into: &outcome)
                }
            }
            unfinished.scopes.append(scopes[child.position])
            removeScope(child)
        }
        scopes[scope.position].unfinished = .children(unfinished)
    }

    /// Ends what a scope's current state does outside, and returns the scope's last event.
    private mutating func abort(_ scope: ScopeIndex, at now: Timestamp, into outcome: inout Outcome) -> Int {
        let isAtNext = scopes[scope.position].phase == .rejoining
        abortChildren(of: scope, isAtNext: isAtNext, at: now, into: &outcome)
        switch scopes[scope.position].phase {
        case .over, .entering: return scopes[scope.position].lastEventID
        case .repeating, .forked, .failed, .interrupted, .rejoining: break
        case .onTask(let task): cancelTask(task, into: &outcome)
        case .onMapRun(let run): cancelMapRun(run, at: now, into: &outcome)
        case .waiting(let timer):
            interruptWait(scope, at: now)
            cancelTimer(timer, into: &outcome)
        case .beforeRetry(let timer): cancelTimer(timer, into: &outcome)
        }
        if let aborted = program.plans[scopes[scope.position].state.position].type.aborted {
            emit(aborted, of: scope, at: now, into: &outcome)
        }
        return scopes[scope.position].lastEventID
    }
}
