import StatesLanguage

// What a redrive will need is noted where something ends; an execution that succeeds pays nothing for it.
extension Interpreter {
    /// Notes that a scope's state failed for good.
    mutating func noteFailure(of scope: ScopeIndex) {
        if case .waiting = scopes[scope.position].phase {
            // It had waited to the end.
            scopes[scope.position].phase = .interrupted(restMilliseconds: 0)
        } else {
            scopes[scope.position].phase = .failed
        }
    }

    /// Notes how much of its time a Wait state has left, where a scope is at one.
    mutating func interruptWait(_ scope: ScopeIndex, at now: Timestamp) {
        guard case .waiting(let timer) = scopes[scope.position].phase, case .wait(_, let end)? = timers[timer] else {
            return
        }
        let rest = max(0, end.milliseconds - now.milliseconds)
        scopes[scope.position].phase = .interrupted(restMilliseconds: rest)
    }

    /// The same for all scopes.
    mutating func interruptWaits(at now: Timestamp) {
        for position in scopes.indices { interruptWait(ScopeIndex(position), at: now) }
    }

    /// Forgets what an execution that ended does not need any more.
    mutating func forgetScopes() {
        ready = []
        leftScopes = []
        if redriveRefusal == nil {
            while scopes.last?.phase == .over { scopes.removeLast() }
            freeScopes = scopes.indices.filter { scopes[$0].phase == .over }.map { ScopeIndex($0) }
        } else {
            scopes = []
            freeScopes = []
        }
    }
}
