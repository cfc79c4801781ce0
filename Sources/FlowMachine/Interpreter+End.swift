import FlowJSON
import StatesLanguage

extension Interpreter {
    /// Ends the execution: its last event, then an end to all that goes on outside.
    ///
    /// - Parameter previous: the event that led to the end; 0 where it came from outside.
    mutating func end(
        _ status: ExecutionStatus,
        after previous: Int = 0,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard self.status == nil else { return }
        // While the history goes on: what is recorded after the end is not.
        for id in mapRuns.keys.sorted() { cancelMapRun(id, at: now, into: &outcome) }
        self.status = status
        let (type, value, details): (HistoryEventType, JSON, HistoryEventDetails?) =
            switch status {
            case .succeeded(let output): (.executionSucceeded, output, nil)
            case .failed(let error, let cause): (.executionFailed, .null, .failure(error: error, cause: cause))
            case .timedOut: (.executionTimedOut, .null, nil)
            case .aborted(let error, let cause): (.executionAborted, .null, .failure(error: error, cause: cause))
            }
        // The last event has its place even in a full history.
        let event = HistoryEvent(
            id: nextEventID,
            previousEventID: previous,
            timestamp: now,
            type: type,
            value: value,
            details: details
        )
        outcome.events.append(event)
        nextEventID += 1
        if redriveRefusal == nil { interruptWaits(at: now) }
        for id in tasks.keys.sorted() { outcome.effects.append(.cancelTask(id)) }
        for id in timers.keys.sorted() { outcome.effects.append(.cancelTimer(id)) }
        outcome.effects.append(.executionEnded(status))
        tasks = [:]
        timers = [:]
    }

    mutating func endForFullHistory(at now: Timestamp, into outcome: inout Outcome) {
        let status = ExecutionStatus.failed(
            error: ErrorName.runtime.text,
            cause: "The execution reached the maximum number of history events (\(historyLimit))."
        )
        end(status, after: nextEventID - 1, at: now, into: &outcome)
    }

    /// A scope's last state is done: the execution's output, or a branch's or an iteration's.
    mutating func scopeSucceeded(
        _ scope: ScopeIndex,
        output: JSON,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard !isHistoryFull else { return }
        if scopes[scope.position].parent.isNone {
            end(.succeeded(output: output), after: scopes[scope.position].lastEventID, at: now, into: &outcome)
        } else {
            childSucceeded(scope, output: output, at: now, into: &outcome)
        }
    }

    /// Nothing mends a failure of a scope: the execution fails, or the state that the scope is inside.
    mutating func scopeFailed(
        _ scope: ScopeIndex,
        _ fault: Fault,
        at now: Timestamp,
        into outcome: inout Outcome
    ) {
        guard !isHistoryFull else { return }
        noteFailure(of: scope)
        guard scopes[scope.position].parent.isNone else {
            return childFailed(scope, fault, at: now, into: &outcome)
        }
        let status = ExecutionStatus.failed(
            error: fault.error.text.isEmpty ? nil : fault.error.text,
            cause: fault.cause.isEmpty ? nil : fault.cause
        )
        end(status, after: scopes[scope.position].lastEventID, at: now, into: &outcome)
    }
}
