import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

extension Engine {
    /// Handles what is in an execution's inbox until nothing is left: decide, commit, then act.
    ///
    /// Returns at once where somebody else takes the turn: they will see what was posted.
    ///
    /// - Parameter atMost: after so many commits the rest is left to the dispatcher.
    func takeTurns(of cell: ExecutionCell, atMost: Int = .max) async {
        guard var turn = cell.beginTurn() else { return }
        var count = 0
        repeat {
            do {
                try await take(&turn, of: cell)
            } catch {
                cell.finish(.broken(error))
            }
            count += 1
            if count == atMost {
                if cell.pauseTurn(&turn) { work.submit(turnOf: cell) }
                break
            }
            // A machine that loops lets others have the thread.
            if turn.outcome.needsContinuation { await Task.yield() }
        } while cell.continueTurn(&turn)
        settle(cell)
    }

    /// Lets those go on who wait for the execution, where it is over and nothing of it is alive; lets it leave memory
    /// where it only waits.
    func settle(_ cell: ExecutionCell) {
        guard cell.completeIfOver() else { return dropIfIdle(cell) }
        executions.remove(cell)
        cell.reportToMapRun()
        // What a store did not take is tried again, as after a crash; but for a start under a name that is taken.
        guard let failure = cell.failure, (failure as? StoreError)?.code != .alreadyExists else { return }
        if cell.child == nil, keepsAll, cell.keeping == .inStore { lookAgain(at: cell.id) }
    }

    private func take(_ turn: inout ExecutionCell.Turn, of cell: ExecutionCell) async throws {
        turn.outcome.reset()
        let missing = missingActivities(of: cell.program)
        if missing != turn.interpreter.missingActivities {
            turn.interpreter.handle(.activitiesAreMissing(missing), at: turn.latest, into: &turn.outcome)
        }
        var acknowledged: [(Acknowledgement, isTaken: Bool)] = []
        var endedTasks: [TaskID] = []
        var endedTimers: [TimerID] = []
        var endedMapRuns: [(id: MapRunID, status: MapRunStatus)] = []
        for arrival in turn.arrivals {
            turn.note(arrival.moment)
            switch arrival.event {
            case .taskSucceeded(let id, _), .taskFailed(let id, _), .taskScheduleFailed(let id, _),
                .taskStartFailed(let id, _), .taskSubmitFailed(let id, _):
                endedTasks.append(id)
            case .mapRunSucceeded(let id, _): endedMapRuns.append((id, .succeeded))
            case .mapRunFailed(let id, _): endedMapRuns.append((id, .failed))
            case .timerFired(let id):
                endedTimers.append(id)
                // Heartbeats don't come one by one: they are asked for when one may be missing.
                for (task, moment) in cell.takeHeartbeats() {
                    turn.interpreter.handle(.taskHeartbeat(task), at: moment, into: &turn.outcome)
                }
            default: break
            }
            if let acknowledgement = arrival.acknowledgement {
                acknowledged.append((acknowledgement, turn.interpreter.isWaiting(for: arrival.event)))
            }
            turn.interpreter.handle(arrival.event, at: turn.latest, into: &turn.outcome)
        }
        guard
            !turn.outcome.events.isEmpty || !turn.outcome.effects.isEmpty || !endedTimers.isEmpty
                || acknowledged.contains(where: { $0.isTaken })
        else {
            for (acknowledgement, isTaken) in acknowledged { acknowledgement.resolve(isTaken) }
            return
        }

        // The order is the promise: 1. the store has it, 2. others hear of it, 3. it is done.
        var commit = ExecutionCommit(
            id: cell.id,
            expectedVersion: turn.version,
            interpreter: turn.interpreter,
            moment: turn.latest
        )
        commit.attributes = turn.attributes
        commit.events = turn.outcome.events
        commit.endedTasks = endedTasks
        commit.endedTimers = endedTimers
        commit.endedMapRuns = endedMapRuns
        commit.child = cell.child?.link
        commit.note(turn.outcome.effects)
        do {
            if cell.keeping == .inMemory {
                turn.history += turn.outcome.events
            } else {
                pass(.beforeCommit)
                try await configuration.store.commit(commit)
                pass(.afterCommit)
            }
        } catch {
            if turn.version == 0, cell.child == nil { executions.notStarted(cell) }
            cell.finish(.broken(error))
            for (acknowledgement, _) in acknowledged { acknowledgement.resolve(false) }
            throw error
        }
        if turn.version == 0, cell.child == nil { executions.started(cell) }
        turn.version += 1
        turn.attributes = nil
        cell.forgetTokens(of: endedTasks)
        for id in endedTasks { activities.remove(id, of: cell.id) }
        for (acknowledgement, isTaken) in acknowledged { acknowledgement.resolve(isTaken) }
        pass(.beforeEffects)
        cell.observer?.recorded(turn.outcome.events, in: cell.program)
        if let observer = configuration.observer {
            observer.recorded(turn.outcome.events, of: cell.identity, since: turn.interpreter.startedAt)
        }
        let redriven = try await orders(of: commit.redrivenMapRuns, in: cell)
        for effect in turn.outcome.effects {
            if case .redriveMapRun(let id) = effect {
                if let order = redriven[id] { dispatch(order, of: cell, as: .redriven) }
            } else {
                perform(effect, for: cell, turn.interpreter)
            }
            pass(.afterEffect)
        }
    }

    private func perform(_ effect: Effect, for cell: ExecutionCell, _ interpreter: Interpreter) {
        switch effect {
        case .scheduleTask(let task): dispatch(task, of: cell)
        case .cancelTask(let id):
            cell.cancelAttempt(id)
            activities.remove(id, of: cell.id)
        case .startMapRun(let order): dispatch(order, of: cell, as: .new)
        // Dispatched by its turn, which asks the store for the order.
        case .redriveMapRun: break
        case .cancelMapRun(let id): cell.cancelMapRun(id)
        case .startTimer(let id, let due):
            startTimer(id, of: cell, at: due)
            if let observer = cell.observer, let retry = interpreter.retry(after: id) {
                observer.retryScheduled(
                    ScheduledRetry(stateName: retry.stateName, attempt: retry.attempt, due: due)
                )
            }
        case .cancelTimer(let id): timers.cancel(id, of: cell.id)
        case .executionEnded(let status): cell.finish(.ended(status))
        }
    }

    /// Hands a task to its handler when there is room, or lets it wait for a worker.
    ///
    /// - Parameter interpreter: the execution that goes on after a crash; what it waits for is not done again.
    func dispatch(_ task: ScheduledTask, of cell: ExecutionCell, resuming interpreter: Interpreter? = nil) {
        if let token = task.taskToken { cell.hold(token, of: task.id) }
        guard !isForWorkers(task.resource) else {
            if interpreter?.hasStarted(task.id) != true { activities.append(task, of: cell.id) }
            return
        }
        let submittedOutput = interpreter?.submittedOutput(of: task.id)
        // Whoever has the token answers.
        if submittedOutput != nil, IntegrationPattern(of: task.resource) == .waitForTaskToken { return }
        let isCall = caller(for: task.resource) != nil
        let attempt = Attempt(task, of: cell, isCall: isCall, submittedOutput: submittedOutput)
        cell.begin(attempt)
        work.submit(attempt)
    }
}

extension Interpreter {
    /// Whether an event from outside changes anything.
    fileprivate func isWaiting(for event: Event) -> Bool {
        switch event {
        case .taskSucceeded(let id, _), .taskFailed(let id, _), .taskHeartbeat(let id): isPending(id)
        case .activityStarted(let id, _): isPending(id) && !hasStarted(id)
        default: true
        }
    }
}

extension ExecutionCell.Turn {
    /// Takes the moment of an event, so that the history does not go backwards.
    ///
    /// But where the clock was set back: what is due from now on is due by the clock as it is.
    fileprivate mutating func note(_ moment: Timestamp) {
        if moment > latest || moment < latest.adding(seconds: -1) { latest = moment }
    }
}

extension ExecutionCommit {
    /// Notes what is to be done, and what is not to be done any more, in order.
    fileprivate mutating func note(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .scheduleTask(let task): scheduledTasks.append(task)
            case .cancelTask(let id): endedTasks.append(id)
            case .startMapRun(let order): startedMapRuns.append(order)
            case .redriveMapRun(let id): redrivenMapRuns.append(id)
            case .cancelMapRun(let id): endedMapRuns.append((id, .aborted))
            case .startTimer(let id, let due): startedTimers.append(StoredTimer(id: id, due: due))
            case .cancelTimer(let id): endedTimers.append(id)
            case .executionEnded: break
            }
        }
    }
}
