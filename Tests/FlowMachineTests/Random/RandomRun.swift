import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage

/// A run in which random answers come in random order, with what a replay is compared with.
struct RandomRun {
    static let limits = ExecutionLimits(historyEvents: 500, payloadBytes: 3_000, transitionsPerEvent: 17)

    /// Where the run was after something that left events.
    struct Milestone {
        let eventCount: Int
        let snapshot: JSON
        /// Whether the history so far tells all: neither a silent retry nor a heartbeat came before.
        let isExact: Bool
    }

    private(set) var run: VirtualRun
    private(set) var milestones: [Milestone] = []
    /// Whether the run came to its end as it should.
    private(set) var problem: String?
    let seed: UInt64
    private var random: RandomNumbers
    private var values: RandomFlow
    private var started: Set<TaskID> = []
    private var isExact = true

    /// A run of a definition; `nil` where its program cannot be made.
    init?(_ definition: JSON, seed: UInt64) {
        guard let run = try? VirtualRun(definition, limits: Self.limits, seed: seed) else { return nil }
        self.run = run
        self.seed = seed
        random = RandomNumbers(seed: seed &+ 17)
        values = RandomFlow(seed: seed &+ 99)
    }

    /// Runs to the end; now and then on from there, by a redrive.
    ///
    /// - Parameter restoring: whether the interpreter is made anew from its snapshot before each event.
    mutating func toItsEnd(restoring: Bool = false) throws {
        send(.start(input: values.value()))
        try toItsNextEnd(restoring)
        // Now and then somebody lets it go on where it failed, and again.
        while problem == nil, run.interpreter.redriveRefusal == nil, random.chance(2) {
            if restoring { try restore() }
            if random.chance(2) { run.now = run.now.adding(seconds: Int64(random.number(1...100))) }
            send(.redrive)
            try toItsNextEnd(restoring)
        }
    }

    private mutating func toItsNextEnd(_ restoring: Bool) throws {
        var turns = 0
        while run.status == nil, problem == nil {
            turns += 1
            if turns > 3000 { problem = "it never ends" }
            if run.tasks.isEmpty, run.timers.isEmpty, run.mapRuns.isEmpty { problem = "it waits for nothing" }
            if restoring { try restore() }
            if problem == nil { answer() }
        }
    }

    private mutating func restore() throws {
        run.interpreter = try Interpreter(
            program: run.program,
            execution: run.identity,
            limits: Self.limits,
            snapshot: try JSON(parsing: run.interpreter.snapshot.text)
        )
    }

    private mutating func send(_ event: Event) {
        let count = run.events.count
        switch event {
        // Whether somebody without a name has it, or a handler here, is not told.
        case .taskHeartbeat, .activityStarted(_, nil): isExact = false
        default: break
        }
        run.send(event)
        if run.events.count == count {
            if case .timerFired = event { isExact = false }
        } else {
            let milestone = Milestone(
                eventCount: run.events.count,
                snapshot: run.interpreter.snapshot,
                isExact: isExact
            )
            milestones.append(milestone)
        }
    }

    private mutating func answer() {
        if random.chance(150) { return send(.stop(error: random.pick(["E", nil]), cause: random.pick(["c", nil]))) }
        if let mapRun = run.mapRuns.keys.min(), random.chance(2) || run.tasks.isEmpty && run.timers.isEmpty {
            let failure = TaskFailure(error: .exceedToleratedFailureThreshold, cause: "c")
            return send(
                random.chance(3) ? .mapRunFailed(mapRun, failure) : .mapRunSucceeded(mapRun, .array([values.value()]))
            )
        }
        if random.chance(40) {
            isExact = false
            run.send(.activitiesAreMissing(random.chance(2) ? [] : [RandomFlow.activity]))
        }
        let tasks = run.tasks.keys.sorted()
        guard !tasks.isEmpty, !random.chance(3) || run.timers.isEmpty else {
            guard let timer = run.nextTimer else { return }
            let count = run.events.count
            if case let due? = run.timers.removeValue(forKey: timer) { run.now = max(run.now, due) }
            send(.timerFired(timer))
            if run.events.count == count { isExact = false }
            return
        }
        let task = random.pick(tasks)
        guard let scheduled = run.tasks[task] else { return }
        if !started.contains(task), random.chance(8) {
            let failure = TaskFailure(error: random.pick(["A", "B", ""]), cause: "not begun")
            return send(random.chance(2) ? .taskScheduleFailed(task, failure) : .taskStartFailed(task, failure))
        }
        let hasTerms = scheduled.timeoutSeconds != nil || scheduled.heartbeatSeconds != nil
        let choice = random.number(0...9)
        if hasTerms && !started.contains(task) || choice == 0 {
            started.insert(task)
            guard scheduled.resource == RandomFlow.activity else { return send(.taskStarted(task)) }
            return send(.activityStarted(task, workerName: random.pick(["w", nil])))
        }
        switch choice {
        case 1 where started.contains(task): send(.taskHeartbeat(task))
        case 2:
            started.insert(task)
            send(.taskSubmitted(task, values.value()))
        case 3 where random.chance(3):
            send(.taskSubmitFailed(task, TaskFailure(error: random.pick(["A", "B"]), cause: "refused")))
        case 3, 4: send(.taskFailed(task, TaskFailure(error: random.pick(["A", "B", "C"]), cause: "c")))
        case 5: send(.taskSucceeded(task, .string(String(repeating: "x", count: random.number(2_990...3_010)))))
        default: send(.taskSucceeded(task, values.value()))
        }
    }
}
