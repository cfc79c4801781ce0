import FlowJSON
import StatesLanguage

extension Interpreter {
    /// Records an event and returns its id.
    ///
    /// One that would be the last of a full history is not recorded: that place is for the execution's failure.
    @discardableResult
    @inline(__always)
    mutating func emit(
        _ type: HistoryEventType,
        state: StateIndex = .none,
        value: JSON = .null,
        details: HistoryEventDetails? = nil,
        after previous: Int,
        at now: Timestamp,
        into outcome: inout Outcome
    ) -> Int {
        let id = nextEventID
        guard id < historyLimit else {
            isHistoryFull = true
            return id
        }
        nextEventID = id + 1
        outcome.events.append(
            HistoryEvent(
                id: id,
                previousEventID: previous,
                timestamp: now,
                type: type,
                state: state,
                value: value,
                details: details
            )
        )
        return id
    }

    /// Records an event of a scope, which the scope's next event follows.
    mutating func emit(
        _ type: HistoryEventType,
        of scope: ScopeIndex,
        value: JSON = .null,
        details: HistoryEventDetails? = nil,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        scopes[scope.position].lastEventID = emit(
            type,
            state: scopes[scope.position].state,
            value: value,
            details: details,
            after: scopes[scope.position].lastEventID,
            at: now,
            into: &outcome
        )
    }

    /// The id that only the execution's last event may have.
    @inline(__always)
    var historyLimit: Int { limits.historyEvents ?? HistoryEvent.mostEvents }

    mutating func startTimer(
        _ purpose: TimerPurpose,
        at moment: Timestamp,
        into outcome: inout Outcome
    ) -> TimerID {
        lastTimerID += 1
        let id = TimerID(rawValue: lastTimerID)
        timers[id] = purpose
        outcome.effects.append(.startTimer(id, at: moment))
        return id
    }

    mutating func cancelTimer(_ id: TimerID?, into outcome: inout Outcome) {
        guard let id, timers.removeValue(forKey: id) != nil else { return }
        outcome.effects.append(.cancelTimer(id))
    }

    mutating func timerFired(_ id: TimerID, at now: Timestamp, into outcome: inout Outcome) {
        switch timers.removeValue(forKey: id) {
        case nil: break
        case .execution: end(.timedOut, at: now, into: &outcome)
        case .wait(let scope, _): waitIsOver(scope, at: now, into: &outcome)
        case .retry(let scope):
            scopes[scope.position].phase = .repeating
            scopes[scope.position].unfinished = nil
            ready.append(scope)
        case .timeout(let task): taskTimedOut(task, .timeout, at: now, into: &outcome)
        case .heartbeat(let task): heartbeatIsDue(task, at: now, into: &outcome)
        }
    }
}
