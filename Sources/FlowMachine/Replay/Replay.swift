package import FlowDiagnostics
package import FlowJSON
package import StatesLanguage

/// An execution brought to where its recorded history ends, from that history alone.
///
/// Whatever came from outside left its mark: a task's answer is the event that records it, a timer is what happened
/// when it fired. The replay finds what each recorded event follows from, tells it to an interpreter with the same seed,
/// and goes on only where the interpreter records the very same events.
///
/// What leaves no mark is taken as late as possible. A retry whose attempt failed without an event is repeated when it
/// was due. A task whose next heartbeat was due before the history's end has sent one at the end. Timers may have other
/// numbers after those.
package struct Replay: Sendable {
    /// The execution where the history ends: it goes on with what happens next.
    package private(set) var interpreter: Interpreter
    /// What the interpreter recorded, which is the history again.
    package private(set) var events: [HistoryEvent] = []
    /// The tasks that have not answered.
    package private(set) var tasks: [TaskID: ScheduledTask] = [:]
    /// The map runs that have not ended.
    package private(set) var mapRuns: [MapRunID: MapRunOrder] = [:]
    /// All map runs that there were, since a redrive may let one go on.
    private var startedMapRuns: [MapRunID: MapRunOrder] = [:]
    /// The timers that have not fired, and when they are due.
    package private(set) var timers: [TimerID: Timestamp] = [:]
    /// Whether the interpreter stopped in the middle: send `continue`.
    package private(set) var needsContinuation = false

    /// Replays a history.
    ///
    /// - Parameters:
    ///   - history: all events of an execution from its first one, at least up to the end of what one event brought.
    ///   - program: the program that it ran.
    ///   - limits: those that it ran with.
    ///   - randomSeed: the one that it ran with.
    ///   - variables: those that it ran with.
    /// - Throws: where an event follows from nothing that can have happened, such as that of another program.
    package init(
        of history: [HistoryEvent],
        program: Program,
        execution identity: ExecutionIdentity,
        limits: ExecutionLimits = .aws,
        randomSeed: UInt64,
        variables: JSONObject = JSONObject()
    ) throws(Diagnostic) {
        interpreter = Interpreter(
            program: program,
            execution: identity,
            limits: limits,
            randomSeed: randomSeed,
            variables: variables
        )
        while events.count < history.count { try follow(history[events.count...]) }
        if let last = history.last { assumeHeartbeats(until: last.timestamp) }
    }

    /// Takes what led to the first of the events that are left.
    private mutating func follow(_ rest: ArraySlice<HistoryEvent>) throws(Diagnostic) {
        guard let next = rest.first else { return }
        if takeCause(of: next, rest) { return }
        // That an activity was missing, or is there again, only shows in what a state comes to.
        let before = interpreter
        for activities in [missingActivities(named: rest), []] where activities != before.missingActivities {
            _ = interpreter.handle(.activitiesAreMissing(activities), at: next.timestamp)
            if takeCause(of: next, rest) { return }
            interpreter = before
        }
        throw Diagnostic(
            code: "M10",
            message: "The history can't be replayed: event \(next.id), \(next.type.rawValue), follows from nothing "
                + "that can have happened here.",
            hint: "It was made by another program, with other limits or another seed, or ends in the middle."
        )
    }

    private mutating func takeCause(of next: HistoryEvent, _ rest: ArraySlice<HistoryEvent>) -> Bool {
        if needsContinuation, take(.continue, at: next.timestamp, if: rest) { return true }
        passSilentTimers(before: next.timestamp)
        for event in causes(of: next, before: rest.dropFirst()) where take(event, at: next.timestamp, if: rest) {
            return true
        }
        for timer in dueTimers(until: next.timestamp) where take(.timerFired(timer), at: next.timestamp, if: rest) {
            return true
        }
        // What is due at this very moment may have come first.
        for timer in dueTimers(until: next.timestamp) where takeSilently(timer) { return true }
        return false
    }

    /// The activities that the next failure says do not exist.
    private func missingActivities(named rest: ArraySlice<HistoryEvent>) -> Set<String> {
        for event in rest {
            guard case .failure(_, let cause?)? = event.details, cause.hasSuffix(" does not exist."),
                let name = cause.split(separator: " ").dropLast(3).last
            else { continue }
            return [String(name)]
        }
        return []
    }

    /// Fires the timers that were due before a moment and bring no event.
    private mutating func passSilentTimers(before moment: Timestamp) {
        var isMoving = true
        while isMoving {
            isMoving = false
            for timer in dueTimers(until: moment) where timers[timer] != moment && takeSilently(timer) {
                // The next attempt's own timer may be due before the others.
                isMoving = true
                break
            }
        }
    }

    /// Fires a timer when it is due if only the interpreter's inside changes: the next attempt fails with no event.
    private mutating func takeSilently(_ timer: TimerID) -> Bool {
        guard let due = timers[timer], interpreter.retry(after: timer) != nil else { return false }
        var trial = interpreter
        let outcome = trial.handle(.timerFired(timer), at: due)
        guard outcome.events.isEmpty else { return false }
        timers[timer] = nil
        accept(trial, outcome)
        return true
    }

    /// Takes an event if it brings exactly what the history goes on with.
    private mutating func take(_ event: Event, at moment: Timestamp, if rest: ArraySlice<HistoryEvent>) -> Bool {
        var trial = interpreter
        let outcome = trial.handle(event, at: moment)
        guard !outcome.events.isEmpty, rest.starts(with: outcome.events) else { return false }
        if case .timerFired(let timer) = event { timers[timer] = nil }
        accept(trial, outcome)
        return true
    }

    private mutating func accept(_ trial: Interpreter, _ outcome: Outcome) {
        interpreter = trial
        events += outcome.events
        needsContinuation = outcome.needsContinuation
        for effect in outcome.effects {
            switch effect {
            case .scheduleTask(let task): tasks[task.id] = task
            case .cancelTask(let id): tasks[id] = nil
            case .startMapRun(let order):
                mapRuns[order.id] = order
                startedMapRuns[order.id] = order
            case .redriveMapRun(let id): mapRuns[id] = startedMapRuns[id]
            case .cancelMapRun(let id): mapRuns[id] = nil
            case .startTimer(let id, let due): timers[id] = due
            case .cancelTimer(let id): timers[id] = nil
            case .executionEnded: break
            }
        }
        for id in tasks.keys where interpreter.tasks[id] == nil { tasks[id] = nil }
        for id in mapRuns.keys where interpreter.mapRuns[id] == nil { mapRuns[id] = nil }
    }

    private func dueTimers(until moment: Timestamp) -> [TimerID] {
        timers.filter { $0.value <= moment }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }

    private mutating func assumeHeartbeats(until moment: Timestamp) {
        for timer in dueTimers(until: moment) {
            guard case .heartbeat(let task)? = interpreter.timers[timer] else { continue }
            _ = interpreter.handle(.taskHeartbeat(task), at: moment)
        }
    }
}
