import FlowStore
import StatesLanguage
import Synchronization

/// What the engine's dispatcher is to do next: turns of executions at once, attempts as many at a time as may be.
final class WorkQueue: Sendable {
    enum Order {
        case turn(ExecutionCell)
        case attempt(Attempt)
        case mapRun(MapRun)
        /// Something was due at a moment for an execution that is not in memory.
        case wake(TimerQueue.Wake, at: Timestamp)
    }

    /// Attempts of one kind, of which only so many run at a time.
    private struct Lane {
        var attempts = FairQueue<Attempt>()
        var running = 0
        let limit: Int

        var hasWork: Bool { running < limit && !attempts.isEmpty }

        mutating func next() -> Attempt? {
            guard running < limit, let attempt = attempts.popFirst() else { return nil }
            running += 1
            return attempt
        }
    }

    private struct Phase {
        var turns: ArraySlice<ExecutionCell> = []
        var mapRuns: ArraySlice<MapRun> = []
        /// Those that work here.
        var tasks: Lane
        /// Those that wait for services elsewhere.
        var calls: Lane
        var wakes: ArraySlice<(wake: TimerQueue.Wake, moment: Timestamp)> = []
        var runningWakes = 0
        var isClosed = false
        var dispatcher: CheckedContinuation<Void, Never>?

        var hasWork: Bool {
            isClosed || !turns.isEmpty || !mapRuns.isEmpty || canWake || tasks.hasWork || calls.hasWork
        }
        /// A few at a time, however many are due: each is loaded into memory.
        var canWake: Bool { !wakes.isEmpty && runningWakes < 64 }

        mutating func next() -> Order? {
            if let cell = turns.popFirst() { return .turn(cell) }
            if let run = mapRuns.popFirst() { return .mapRun(run) }
            if canWake, let (wake, moment) = wakes.popFirst() {
                runningWakes += 1
                return .wake(wake, at: moment)
            }
            return (tasks.next() ?? calls.next()).map(Order.attempt)
        }
    }
    private let phase: Mutex<Phase>

    init(maximumConcurrentTasks: Int, maximumConcurrentCalls: Int) {
        phase = Mutex(
            Phase(
                tasks: Lane(limit: max(1, maximumConcurrentTasks)),
                calls: Lane(limit: max(1, maximumConcurrentCalls))
            )
        )
    }

    /// Lets an execution handle what is in its inbox.
    func submit(turnOf cell: ExecutionCell) { change { $0.turns.append(cell) } }

    /// Lets a handler begin with an attempt when there is room.
    func submit(_ attempt: Attempt) {
        change { phase in
            if attempt.isCall {
                phase.calls.attempts.append(attempt, of: attempt.cell.id)
            } else {
                phase.tasks.attempts.append(attempt, of: attempt.cell.id)
            }
        }
    }

    /// Lets a map run be conducted.
    func submit(_ run: MapRun) { change { $0.mapRuns.append(run) } }

    /// Lets an execution be loaded for what was due at a moment.
    func submit(_ wake: TimerQueue.Wake, at moment: Timestamp) { change { $0.wakes.append((wake, moment)) } }

    /// Makes room for another execution that is loaded.
    func ended(_ wake: TimerQueue.Wake) { change { $0.runningWakes -= 1 } }

    /// Makes room for another attempt.
    func ended(_ attempt: Attempt) {
        change { phase in
            if attempt.isCall { phase.calls.running -= 1 } else { phase.tasks.running -= 1 }
        }
    }

    /// What waits; how many executions are in memory is for others to say.
    var load: EngineLoad {
        phase.withLock { phase in
            var load = EngineLoad()
            load.turns = phase.turns.count
            load.tasks = phase.tasks.attempts.count
            load.calls = phase.calls.attempts.count
            return load
        }
    }

    /// Lets the dispatcher end.
    func close() { change { $0.isClosed = true } }

    /// The next order, as soon as there is one; `nil` after the queue was closed.
    ///
    /// Cancellation does not end it: executions that are stopped still have turns to take.
    func next() async -> Order? {
        while true {
            let (order, isClosed) = phase.withLock { phase in
                (phase.isClosed ? nil : phase.next(), phase.isClosed)
            }
            if isClosed { return nil }
            if let order { return order }
            await withCheckedContinuation { continuation in
                let isLate = phase.withLock { phase in
                    let hasWork = phase.hasWork
                    if !hasWork { phase.dispatcher = continuation }
                    return hasWork
                }
                if isLate { continuation.resume() }
            }
        }
    }

    private func change(_ body: (inout Phase) -> Void) {
        let dispatcher = phase.withLock { phase in
            body(&phase)
            defer { phase.dispatcher = nil }
            return phase.dispatcher
        }
        dispatcher?.resume()
    }
}
