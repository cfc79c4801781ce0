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

    /// What is touched only behind the lock.
    struct Phase {
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

        /// How the execution ended, once nothing of its attempts is alive.
        var completeEnd: End? { aliveCount == 0 && turn != nil ? end : nil }
    }

    let id: ExecutionID
    let program: Program
    let identity: ExecutionIdentity
    let observer: (any ExecutionObserver)?
    /// Where it is kept.
    let keeping: ExecutionKeeping
    /// The map run whose child the execution is, or `nil`.
    let child: (run: MapRun, link: ChildLink)?
    let phase: Mutex<Phase>

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
    /// Whether nothing follows any more.
    var isOver: Bool { phase.withLock { $0.end != nil } }

    /// What happened to an execution that no store has, once it is over.
    var ownHistory: [HistoryEvent] { phase.withLock { $0.turn?.history ?? [] } }
}
