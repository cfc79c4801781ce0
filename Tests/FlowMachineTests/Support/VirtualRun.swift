import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage

/// An execution with a clock of its own: timers fire at once, in the order in which they are due.
struct VirtualRun {
    let program: Program
    let identity: ExecutionIdentity
    var interpreter: Interpreter
    var now = Timestamp(milliseconds: 1_763_716_440_123)
    var events: [HistoryEvent] = []
    /// The effects of the last event.
    var effects: [Effect] = []
    var timers: [TimerID: Timestamp] = [:]
    var tasks: [TaskID: ScheduledTask] = [:]
    var mapRuns: [MapRunID: MapRunOrder] = [:]
    private var startedMapRuns: [MapRunID: MapRunOrder] = [:]

    init(
        _ definition: JSON,
        limits: ExecutionLimits = .aws,
        seed: UInt64 = 1,
        machineName: String = "machine",
        executionName: String = "run",
        roleARN: String = "arn:aws:iam::123456789012:role/flows",
        reading: SpecificationReading = SpecificationReading()
    ) throws {
        let decoded = StateMachineDefinition.readUnjudged(definition, reading: reading)
        // What only hurts, or what AWS takes too, is not for the interpreter to refuse.
        guard let definition = decoded.definition else { throw decoded.diagnostics[0] }
        program = try Program(definition)
        identity = ExecutionIdentity(
            id: "arn:aws:states:us-east-1:123456789012:execution:\(machineName):\(executionName)",
            name: executionName,
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:\(machineName)",
            stateMachineName: machineName,
            roleARN: roleARN
        )
        interpreter = Interpreter(program: program, execution: identity, limits: limits, randomSeed: seed)
    }

    /// An execution of a program that is compiled already.
    init(_ program: Program, identity: ExecutionIdentity, seed: UInt64) {
        self.program = program
        self.identity = identity
        interpreter = Interpreter(program: program, execution: identity, randomSeed: seed)
    }

    var status: ExecutionStatus? { interpreter.status }

    /// The types of the events so far, as AWS names them.
    var types: [String] { events.map(\.type.rawValue) }

    /// Sends an event, continuations included, and keeps what comes out.
    mutating func send(_ event: Event) {
        effects = []
        switch event {
        case .taskSucceeded(let id, _), .taskFailed(let id, _), .taskScheduleFailed(let id, _),
            .taskStartFailed(let id, _), .taskSubmitFailed(let id, _):
            tasks[id] = nil
        case .mapRunSucceeded(let id, _), .mapRunFailed(let id, _): mapRuns[id] = nil
        default: break
        }
        var outcome = interpreter.handle(event, at: now)
        take(outcome)
        while outcome.needsContinuation {
            outcome = interpreter.handle(.continue, at: now)
            take(outcome)
        }
    }

    /// Starts, and lets time go by until the execution ends or waits for a task.
    mutating func run(_ input: JSON = [:]) {
        send(.start(input: input))
        passTime()
    }

    /// Fires timers and runs the children of map runs until the execution ends, or none is left, or a task has to answer.
    mutating func passTime() {
        while status == nil, tasks.isEmpty {
            if !mapRuns.isEmpty {
                answerMapRun()
            } else if let next = nextTimer {
                fire(next)
            } else {
                break
            }
        }
    }

    /// The timer that is due next.
    var nextTimer: TimerID? { timers.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key }

    mutating func fire(_ timer: TimerID) {
        now = max(now, timers.removeValue(forKey: timer) ?? now)
        send(.timerFired(timer))
    }

    /// Answers the earliest task.
    mutating func answer(_ result: Result<JSON, TaskFailure>) {
        guard let id = tasks.keys.min() else { return }
        switch result {
        case .success(let output): send(.taskSucceeded(id, output))
        case .failure(let failure): send(.taskFailed(id, failure))
        }
    }

    /// The history as AWS gives it.
    var history: [JSON] { history(wording: nil) }

    /// The history as AWS gives it, of an execution whose input is written in some way.
    func history(wording: InputWording?) -> [JSON] {
        events.map { $0.json(in: program, of: identity, wording: wording) }
    }

    private mutating func take(_ outcome: Outcome) {
        events += outcome.events
        effects += outcome.effects
        for effect in outcome.effects {
            switch effect {
            case .scheduleTask(let task): tasks[task.id] = task
            case .cancelTask(let id): tasks[id] = nil
            case .startMapRun(let order):
                mapRuns[order.id] = order
                startedMapRuns[order.id] = order
            case .redriveMapRun(let id): mapRuns[id] = startedMapRuns[id]
            case .cancelMapRun(let id): mapRuns[id] = nil
            case .startTimer(let id, let moment): timers[id] = moment
            case .cancelTimer(let id): timers[id] = nil
            case .executionEnded: break
            }
        }
    }
}
