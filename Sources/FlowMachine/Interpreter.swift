package import FlowJSON
import JSONata
package import StatesLanguage

/// One execution of a program: events and the time go in, history and effects come out.
///
/// A value: copy it to keep it. It has no clock, no randomness and no hands; the same events at the same times give the
/// same outcomes, byte for byte.
package struct Interpreter: Sendable {
    /// What it runs.
    package let program: Program
    /// Who the execution is.
    package let identity: ExecutionIdentity
    /// How much it may use.
    package let limits: ExecutionLimits
    var random: SeededGenerator

    /// How the execution ended, or `nil` while it runs.
    package internal(set) var status: ExecutionStatus?
    /// The execution's input, `{}` before its start.
    package internal(set) var input = JSON.object(JSONObject())
    /// When the execution started, or `nil` before it did.
    package internal(set) var startedAt: Timestamp?

    /// The running scopes; the first is the machine itself, the rest in any order.
    var scopes: [Scope] = []
    /// Places in `scopes` that are free.
    var freeScopes: [ScopeIndex] = []
    /// Places that became free during this event; they are taken again after it, so that `ready` means one scope each.
    var leftScopes: [ScopeIndex] = []
    /// Scopes that can go on, in the order in which they became able to.
    var ready: [ScopeIndex] = []
    var tasks: [TaskID: PendingTask] = [:]
    var timers: [TimerID: TimerPurpose] = [:]
    /// The map runs that have not ended, and the scope whose state each is.
    var mapRuns: [MapRunID: ScopeIndex] = [:]

    /// How often the execution was redriven.
    package internal(set) var redriveCount = 0
    /// When it was redriven last, or `nil`.
    package internal(set) var redrivenAt: Timestamp?

    /// Activities of the program that do not exist.
    package internal(set) var missingActivities: Set<String> = []

    /// At least as many bytes as the variables of all scopes have; at first so many that they are counted.
    var variableBytes: Int
    var nextEventID = 1
    var lastTaskID = 0
    var lastTimerID = 0
    var lastMapRunID = 0
    /// Whether an event did not fit the history any more, which ends the execution.
    var isHistoryFull = false
    /// What task tokens follow from; `nil` where the program has none, or nobody outside sees them.
    var tokenKey: TaskTokenKey?
    /// The variables that the machine's states see at the start.
    let initialVariables: JSONObject
    /// Set where only one state is run; collects each step of its data.
    package internal(set) var inspection: Inspection?
    /// The ways that were taken; set it to a list to have them collected.
    package var decisions: [Decision]?

    /// An execution that has not started.
    ///
    /// - Parameters:
    ///   - randomSeed: what jitter and random functions follow from, and tokens where there is no key.
    ///   - tokenKey: what task tokens follow from; without one, who holds a token can tell later ones.
    ///   - variables: values for variables of the program, for a single state that is run on its own.
    package init(
        program: Program,
        execution identity: ExecutionIdentity,
        limits: ExecutionLimits = .aws,
        randomSeed: UInt64,
        tokenKey: TaskTokenKey? = nil,
        variables: JSONObject = JSONObject()
    ) {
        self.program = program
        self.identity = identity
        self.limits = limits
        variableBytes = limits.variablesBytes ?? 0
        random = SeededGenerator(seed: randomSeed)
        self.tokenKey = tokenKey
        initialVariables = variables
        inspection = program.isSingleState ? Inspection() : nil
    }

    /// Takes an event and runs on through every state that needs nothing from outside.
    package mutating func handle(_ event: Event, at now: Timestamp) -> Outcome {
        var outcome = Outcome()
        handle(event, at: now, into: &outcome)
        return outcome
    }

    /// The same, adding to an outcome whose memory is used again.
    package mutating func handle(_ event: Event, at now: Timestamp, into outcome: inout Outcome) {
        outcome.needsContinuation = false
        if status == nil {
            take(event, at: now, into: &outcome)
        } else if case .redrive = event, redriveRefusal == nil {
            redrive(at: now, into: &outcome)
        } else {
            // What a redrive will find.
            if case .activitiesAreMissing(let resources) = event { missingActivities = resources }
            outcome.status = status
            return
        }
        run(at: now, into: &outcome)
        outcome.status = status
        if status != nil { forgetScopes() }
    }

    /// The tasks that were scheduled and have not answered, in the order in which they were scheduled.
    package var pendingTasks: [TaskID] { tasks.keys.sorted() }

    /// Whether a task was scheduled and has not answered.
    package func isPending(_ id: TaskID) -> Bool { tasks[id] != nil }

    /// Whether the attempt of a pending task has begun.
    package func hasStarted(_ id: TaskID) -> Bool { tasks[id]?.hasStarted == true }

    /// What a pending task with `.sync` or `.waitForTaskToken` was answered when it was submitted; `nil` before.
    package func submittedOutput(of id: TaskID) -> JSON? { tasks[id]?.submittedOutput }

    private mutating func take(_ event: Event, at now: Timestamp, into outcome: inout Outcome) {
        switch event {
        case .start(let input): start(input, at: now, into: &outcome)
        case .taskStarted(let id): taskStarted(id, at: now, into: &outcome)
        case .activityStarted(let id, let name):
            tasks[id]?.isWithWorker = true
            taskStarted(id, workerName: name, at: now, into: &outcome)
        case .taskSubmitted(let id, let output): taskSubmitted(id, output, at: now, into: &outcome)
        case .taskSucceeded(let id, let result): taskSucceeded(id, result, at: now, into: &outcome)
        case .taskFailed(let id, let failure): taskFailed(id, .failed, failure, at: now, into: &outcome)
        case .taskScheduleFailed(let id, let failure): taskFailed(id, .scheduleFailed, failure, at: now, into: &outcome)
        case .taskStartFailed(let id, let failure): taskFailed(id, .startFailed, failure, at: now, into: &outcome)
        case .taskSubmitFailed(let id, let failure): taskFailed(id, .submitFailed, failure, at: now, into: &outcome)
        case .taskHeartbeat(let id): tasks[id]?.lastHeartbeat = now
        case .activitiesAreMissing(let resources): missingActivities = resources
        case .mapRunSucceeded(let id, let result): mapRunSucceeded(id, result, at: now, into: &outcome)
        case .mapRunFailed(let id, let failure): mapRunFailed(id, failure, at: now, into: &outcome)
        case .timerFired(let id): timerFired(id, at: now, into: &outcome)
        case .stop(let error, let cause): end(.aborted(error: error, cause: cause), at: now, into: &outcome)
        case .redrive, .continue: break
        }
    }
}
