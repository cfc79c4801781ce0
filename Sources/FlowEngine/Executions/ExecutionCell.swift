import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

/// One execution in the engine's memory: its inbox, where it is, and the attempts that run for it.
///
/// Whoever brings an event and finds no turn being taken takes it; an execution that waits costs no task.
final class ExecutionCell: Sendable {
    /// An event and when it came.
    struct Arrival {
        var event: Event
        var moment: Timestamp
        /// Who waits to hear whether the event was taken.
        var acknowledgement: Acknowledgement?
    }

    /// How the execution ended for the engine.
    enum End {
        case ended(ExecutionStatus)
        /// The store failed; the execution is as its last commit left it.
        case broken(any Error)
    }

    /// What only the taker of the turn touches.
    struct Turn {
        var interpreter: Interpreter
        var version: Int
        /// What is to be kept beside the execution from the next commit on; `nil` leaves what there is.
        var attributes: JSONObject?
        var arrivals: [Arrival] = []
        var outcome = Outcome()
        /// The moment of the history's last events.
        var latest: Timestamp
        /// What happened, where no store has it.
        var history: [HistoryEvent] = []
    }

    fileprivate struct Phase {
        var inbox: [Arrival] = []
        /// `nil` while a turn is being taken.
        var turn: Turn?
        /// Those whose answers the execution waits for.
        var attempts: [TaskID: Attempt] = [:]
        /// The tokens of the tasks that the execution waits for.
        var tokens: [TaskID: String] = [:]
        /// Those whose results the execution waits for.
        var mapRuns: [MapRunID: MapRun] = [:]
        /// All attempts and map runs that have not ended, those that were cancelled included.
        var aliveCount = 0
        /// Whether the map run knows that this child is over.
        var isReported = false
        var end: End?
        /// How many need the execution to stay in memory.
        var holders = 0
        /// Whether it left memory; the store has it.
        var hasLeft = false
        var waiters: [CheckedContinuation<End, Never>] = []
    }

    let id: ExecutionID
    let program: Program
    let identity: ExecutionIdentity
    let observer: (any ExecutionObserver)?
    /// Where it is kept.
    let keeping: ExecutionKeeping
    /// The map run whose child the execution is, or `nil`.
    let child: (run: MapRun, link: ChildLink)?
    private let phase: Mutex<Phase>

    init(
        id: ExecutionID,
        program: Program,
        interpreter: Interpreter,
        version: Int,
        now: Timestamp,
        observer: (any ExecutionObserver)?,
        keeping: ExecutionKeeping = .inStore,
        attributes: JSONObject? = nil,
        child: (run: MapRun, link: ChildLink)? = nil,
        tokens: [TaskID: String] = [:]
    ) {
        self.id = id
        self.program = program
        identity = interpreter.identity
        self.observer = observer
        self.keeping = keeping
        self.child = child
        phase = Mutex(
            Phase(
                turn: Turn(interpreter: interpreter, version: version, attributes: attributes, latest: now),
                tokens: tokens
            )
        )
    }
}

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
}

extension ExecutionCell {
    /// Notes an attempt whose answer the execution will wait for.
    func begin(_ attempt: Attempt) {
        phase.withLock { phase in
            phase.attempts[attempt.task.id] = attempt
            phase.aliveCount += 1
        }
    }

    /// Cancels an attempt whose answer is no longer wanted.
    func cancelAttempt(_ id: TaskID) {
        let attempt = phase.withLock { phase in
            phase.tokens[id] = nil
            return phase.attempts.removeValue(forKey: id)
        }
        attempt?.cancel()
    }

    /// Lets an attempt know that somebody answered with its task's token.
    func answerAttempt(_ id: TaskID) {
        phase.withLock { $0.attempts[id] }?.answer()
    }

    /// Notes the token of a task that the execution waits for.
    func hold(_ token: String, of id: TaskID) { phase.withLock { $0.tokens[id] = token } }

    /// Forgets the tokens of tasks that are over.
    func forgetTokens(of tasks: [TaskID]) {
        guard !tasks.isEmpty else { return }
        phase.withLock { phase in
            for id in tasks { phase.tokens[id] = nil }
        }
    }

    /// The token of a task that the execution waits for.
    func token(of id: TaskID) -> String? { phase.withLock { $0.tokens[id] } }

    /// Notes that nothing of an attempt is alive any more.
    func attemptEnded(_ id: TaskID) {
        phase.withLock { phase in
            phase.attempts[id] = nil
            phase.aliveCount -= 1
        }
    }

    /// Notes a map run whose result the execution will wait for.
    func begin(_ run: MapRun) {
        phase.withLock { phase in
            phase.mapRuns[run.order.id] = run
            phase.aliveCount += 1
        }
    }

    /// Cancels a map run whose result is no longer wanted.
    func cancelMapRun(_ id: MapRunID) {
        phase.withLock { $0.mapRuns.removeValue(forKey: id) }?.cancel()
    }

    /// Notes that nothing of a map run is alive any more.
    func mapRunEnded(_ id: MapRunID) {
        phase.withLock { phase in
            phase.mapRuns[id] = nil
            phase.aliveCount -= 1
        }
    }

    /// When the running attempts were last alive, for those that said so since this was asked before.
    func takeHeartbeats() -> [(TaskID, Timestamp)] {
        phase.withLock { phase in
            phase.attempts.values.compactMap { attempt in
                attempt.takeHeartbeat().map { (attempt.task.id, $0) }
            }
        }
        .sorted { $0.0 < $1.0 }
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

extension ExecutionCell {
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
}

extension ExecutionCell {
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
    /// Whether nothing follows any more.
    var isOver: Bool { phase.withLock { $0.end != nil } }

    /// What happened to an execution that no store has, once it is over.
    var ownHistory: [HistoryEvent] { phase.withLock { $0.turn?.history ?? [] } }
}

extension ExecutionCell.Phase {
    fileprivate var completeEnd: ExecutionCell.End? { aliveCount == 0 && turn != nil ? end : nil }
}
