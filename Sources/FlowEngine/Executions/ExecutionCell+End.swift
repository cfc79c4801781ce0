import FlowMachine
import FlowStore
import Synchronization

extension ExecutionCell {
    /// Notes that the execution is over; its attempts may still be ending.
    func finish(_ end: End) {
        let (attempts, mapRuns, acknowledgements) = phase.withLock { phase in
            phase.end = phase.end ?? end
            defer {
                phase.attempts = [:]
                phase.mapRuns = [:]
                phase.tokens = [:]
            }
            return (phase.attempts, phase.mapRuns, phase.inbox.compactMap(\.acknowledgement))
        }
        for (_, attempt) in attempts { attempt.cancel() }
        for (_, run) in mapRuns { run.cancel() }
        for acknowledgement in acknowledgements { acknowledgement.resolve(false) }
    }

    /// Waits until the execution is over and nothing of its attempts is alive.
    func wait() async -> End {
        await withCheckedContinuation { continuation in
            let end = phase.withLock { phase in
                let end = phase.completeEnd
                if end == nil { phase.waiters.append(continuation) }
                return end
            }
            if let end { continuation.resume(returning: end) }
        }
    }

    /// Lets those go on who wait, where the execution is over; answers whether it is.
    func completeIfOver() -> Bool {
        let (end, waiters): (End?, [CheckedContinuation<End, Never>]) = phase.withLock { phase in
            guard let end = phase.completeEnd else { return (nil, []) }
            defer { phase.waiters = [] }
            return (end, phase.waiters)
        }
        guard let end else { return false }
        for waiter in waiters { waiter.resume(returning: end) }
        return true
    }

    /// Tells the map run, once, that this child is over.
    func reportToMapRun() {
        guard let child else { return }
        let ended: MapRun.EndedChild? = phase.withLock { phase in
            guard !phase.isReported, let end = phase.completeEnd, let turn = phase.turn else { return nil }
            phase.isReported = true
            return MapRun.EndedChild(
                number: child.link.number,
                items: child.link.items,
                end: end,
                identity: identity,
                input: turn.interpreter.input,
                startedAt: turn.interpreter.startedAt ?? turn.latest,
                stoppedAt: turn.latest,
                redriveCount: turn.interpreter.redriveCount
            )
        }
        if let ended { child.run.childEnded(ended) }
    }

    /// Why the execution cannot go on, or `nil`.
    var failure: (any Error)? {
        phase.withLock { if case .broken(let error)? = $0.end { error } else { nil } }
    }
}

extension ExecutionCell {
    /// Keeps the execution in memory until it is released as often.
    func hold() { phase.withLock { $0.holders += 1 } }

    /// Takes back a hold.
    func release() { phase.withLock { $0.holders -= 1 } }

    /// Leaves memory where nothing is to be done for it and nobody holds it; answers whether it did.
    func leaveIfIdle() -> Bool {
        phase.withLock { phase in
            guard phase.end == nil, phase.turn != nil, phase.inbox.isEmpty, phase.aliveCount == 0, phase.holders == 0,
                phase.waiters.isEmpty
            else { return false }
            phase.hasLeft = true
            return true
        }
    }
}
