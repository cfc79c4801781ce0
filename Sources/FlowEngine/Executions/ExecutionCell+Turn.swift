import FlowMachine
import StatesLanguage
import Synchronization

extension ExecutionCell {
    /// Puts an event into the inbox; somebody has to take a turn for it.
    ///
    /// - Returns: `false` where the execution left memory, so that it has to be loaded for the event.
    @discardableResult
    func post(_ event: Event, at moment: Timestamp) -> Bool {
        phase.withLock { phase in
            guard !phase.hasLeft else { return false }
            phase.inbox.append(Arrival(event: event, moment: moment))
            return true
        }
    }

    /// Puts an event into the inbox; the acknowledgement tells whether it was taken.
    func post(_ event: Event, at moment: Timestamp, _ acknowledgement: Acknowledgement) {
        let isOver = phase.withLock { phase in
            guard phase.end == nil, !phase.hasLeft else { return true }
            phase.inbox.append(Arrival(event: event, moment: moment, acknowledgement: acknowledgement))
            return false
        }
        if isOver { acknowledgement.resolve(false) }
    }

    /// The turn, with what is in the inbox; `nil` where nothing is in it, or somebody takes the turn.
    func beginTurn() -> Turn? {
        phase.withLock { phase in
            guard phase.end == nil, !phase.inbox.isEmpty, var turn = phase.turn.take() else { return nil }
            swap(&turn.arrivals, &phase.inbox)
            return turn
        }
    }

    /// Fills a turn with what came meanwhile; gives it back where nothing did, and answers `false`.
    func continueTurn(_ turn: inout Turn) -> Bool {
        phase.withLock { phase in
            turn.arrivals.removeAll(keepingCapacity: true)
            if phase.end == nil {
                swap(&turn.arrivals, &phase.inbox)
                if turn.outcome.needsContinuation {
                    turn.arrivals.append(Arrival(event: .continue, moment: turn.latest))
                }
                if !turn.arrivals.isEmpty { return true }
            }
            phase.turn = turn
            return false
        }
    }

    /// Gives a turn back before its end; answers whether somebody has to take it again.
    func pauseTurn(_ turn: inout Turn) -> Bool {
        phase.withLock { phase in
            turn.arrivals.removeAll(keepingCapacity: true)
            if turn.outcome.needsContinuation {
                phase.inbox.append(Arrival(event: .continue, moment: turn.latest))
            }
            phase.turn = turn
            return phase.end == nil && !phase.inbox.isEmpty
        }
    }
}
