import FlowJSON
import StatesLanguage

extension Replay {
    /// What may have led to a recorded event, the likeliest first.
    ///
    /// - Parameter rest: what follows the event.
    func causes(of event: HistoryEvent, before rest: ArraySlice<HistoryEvent>) -> [Event] {
        switch event.type {
        case .executionStarted: return [.start(input: event.value)]
        case .executionAborted:
            guard case .failure(let error, let cause)? = event.details else { return [] }
            return [.stop(error: error, cause: cause)]
        case .executionRedriven: return [.redrive]
        case .mapRunAborted:
            // The first trace of an execution's end from outside; a sibling's failure leaves its own first.
            let end = rest.first { $0.type == .executionAborted || $0.type == .executionTimedOut }
            guard let end, end.type == .executionAborted else { return firing { $0 == .execution } }
            return causes(of: end, before: [])
        case .executionTimedOut: return firing { $0 == .execution }
        case .executionFailed where event.id == interpreter.historyLimit: return fillingHistory(event)
        default: break
        }
        if let run = mapRun(leadingTo: event) { return answers(of: run, recordedBy: event) }
        if let task = task(leadingTo: event) { return answers(of: task, recordedBy: event) }
        return firing { purpose in
            switch purpose {
            case .wait(let scope, _), .retry(let scope):
                interpreter.scopes[scope.position].lastEventID == event.previousEventID
            case .execution, .timeout, .heartbeat: false
            }
        }
    }

    /// What a task may have told that an event records.
    private func answers(of task: TaskID, recordedBy event: HistoryEvent) -> [Event] {
        switch event.type {
        case .activityStarted:
            guard case .worker(let name)? = event.details else { return [.taskStarted(task)] }
            return [.activityStarted(task, workerName: name)]
        case .taskStarted, .lambdaFunctionStarted: return [.taskStarted(task)]
        case .taskSubmitted: return [.taskSubmitted(task, event.value)]
        case .taskSucceeded, .lambdaFunctionSucceeded, .activitySucceeded: return [.taskSucceeded(task, event.value)]
        case .taskTimedOut, .lambdaFunctionTimedOut, .activityTimedOut:
            return firing { $0 == .timeout(task) || $0 == .heartbeat(task) }
        case .activityScheduleFailed, .lambdaFunctionScheduleFailed:
            return failure(in: event).map { [.taskScheduleFailed(task, $0)] } ?? []
        case .taskStartFailed, .lambdaFunctionStartFailed:
            return failure(in: event).map { [.taskStartFailed(task, $0)] } ?? []
        case .taskSubmitFailed: return failure(in: event).map { [.taskSubmitFailed(task, $0)] } ?? []
        case .taskFailed, .lambdaFunctionFailed, .activityFailed:
            guard let failure = failure(in: event) else { return [] }
            guard failure.error == .dataLimitExceeded else { return [.taskFailed(task, failure)] }
            // A result that was too large; what it was is not kept anywhere.
            return [.taskSucceeded(task, tooLarge), .taskFailed(task, failure)]
        default: return []
        }
    }

    /// What a map run may have told that an event records.
    private func answers(of run: MapRunID, recordedBy event: HistoryEvent) -> [Event] {
        switch event.type {
        case .mapRunSucceeded: return [.mapRunSucceeded(run, event.value), .mapRunSucceeded(run, nil)]
        case .mapRunFailed: return failure(in: event).map { [.mapRunFailed(run, $0)] } ?? []
        default: return []
        }
    }

    private func failure(in event: HistoryEvent) -> TaskFailure? {
        guard case .failure(let error, let cause)? = event.details else { return nil }
        return TaskFailure(error: ErrorName(error ?? ""), cause: cause ?? "")
    }

    /// The map run whose state's last event an event follows.
    private func mapRun(leadingTo event: HistoryEvent) -> MapRunID? {
        interpreter.mapRuns.first { interpreter.scopes[$0.value.position].lastEventID == event.previousEventID }?.key
    }

    /// What may have happened when there was no room for it in the history.
    private func fillingHistory(_ event: HistoryEvent) -> [Event] {
        let tasks = interpreter.pendingTasks
        let failure = TaskFailure(error: .taskFailed, cause: "")
        return firing { purpose in
            switch purpose {
            case .wait(let scope, _), .retry(let scope):
                interpreter.scopes[scope.position].lastEventID == event.previousEventID
            case .execution, .timeout, .heartbeat: false
            }
        }
            + tasks.map { .taskStarted($0) } + tasks.map { .taskSucceeded($0, .null) }
            + tasks.map { .taskFailed($0, failure) }
            + interpreter.mapRuns.keys.sorted().flatMap { run -> [Event] in
                [.mapRunSucceeded(run, .null), .mapRunFailed(run, failure)]
            }
    }

    /// The task whose state's last event an event follows.
    private func task(leadingTo event: HistoryEvent) -> TaskID? {
        interpreter.tasks.first { interpreter.scopes[$0.value.scope.position].lastEventID == event.previousEventID }?
            .key
    }

    private func firing(_ isMeant: (TimerPurpose) -> Bool) -> [Event] {
        interpreter.timers.filter { isMeant($0.value) }.keys.sorted().map(Event.timerFired)
    }

    private var tooLarge: JSON { .string(String(repeating: " ", count: interpreter.limits.payloadBytes ?? 0)) }
}
