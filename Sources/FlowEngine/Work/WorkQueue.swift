import FlowStore
import Synchronization

/// What the engine's dispatcher is to do next: turns of executions at once, attempts as many at a time as may be.
final class WorkQueue: Sendable {
    enum Order {
        case turn(ExecutionCell)
        case attempt(Attempt)
        case mapRun(MapRun)
    }

    private struct Phase {
        var turns: ArraySlice<ExecutionCell> = []
        var mapRuns: ArraySlice<MapRun> = []
        var attempts = FairQueue<Attempt>()
        var runningAttempts = 0
        var isClosed = false
        var dispatcher: CheckedContinuation<Void, Never>?

        mutating func next(_ limit: Int) -> Order? {
            if let cell = turns.popFirst() { return .turn(cell) }
            if let run = mapRuns.popFirst() { return .mapRun(run) }
            guard runningAttempts < limit, let attempt = attempts.popFirst() else { return nil }
            runningAttempts += 1
            return .attempt(attempt)
        }
    }
    private let phase = Mutex(Phase())
    private let maximumConcurrentTasks: Int

    init(maximumConcurrentTasks: Int) { self.maximumConcurrentTasks = max(1, maximumConcurrentTasks) }

    /// Lets an execution handle what is in its inbox.
    func submit(turnOf cell: ExecutionCell) { change { $0.turns.append(cell) } }

    /// Lets a handler begin with an attempt when there is room.
    func submit(_ attempt: Attempt) { change { $0.attempts.append(attempt, of: attempt.cell.id) } }

    /// Lets a map run be conducted.
    func submit(_ run: MapRun) { change { $0.mapRuns.append(run) } }

    /// Makes room for another attempt.
    func attemptEnded() { change { $0.runningAttempts -= 1 } }

    /// Lets the dispatcher end.
    func close() { change { $0.isClosed = true } }

    /// The next order, as soon as there is one; `nil` after the queue was closed.
    ///
    /// Cancellation does not end it: executions that are stopped still have turns to take.
    func next() async -> Order? {
        while true {
            let (order, isClosed) = phase.withLock { phase in
                (phase.isClosed ? nil : phase.next(maximumConcurrentTasks), phase.isClosed)
            }
            if isClosed { return nil }
            if let order { return order }
            await withCheckedContinuation { continuation in
                let isLate = phase.withLock { phase in
                    let hasWork =
                        phase.isClosed || !phase.turns.isEmpty || !phase.mapRuns.isEmpty
                        || phase.runningAttempts < maximumConcurrentTasks && !phase.attempts.isEmpty
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
