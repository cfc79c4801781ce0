package import FlowDiagnostics
package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// An execution in virtual time: tasks are answered by mocks, and a timer is due as soon as nothing comes before it.
///
/// Synchronous and deterministic: a machine that waits a year ends at once, with a year in its timestamps.
package struct VirtualRun {
    /// One call of a task.
    package struct Call: Hashable, Sendable {
        /// The state.
        package let state: String
        /// What the task was given.
        package let arguments: JSON
    }

    /// Something that will happen to an execution.
    struct Due: Sendable {
        let moment: Timestamp
        let number: Int
        let execution: Int
        let what: What

        enum What: Sendable {
            case event(Event)
            /// A timer, unless it was cancelled.
            case timer(TimerID)
            /// A heartbeat of a task, and the next ones until a moment.
            case heartbeat(TaskID, every: Int64, until: Timestamp)
        }
    }

    /// An execution: the machine's own, or a child of a distributed Map.
    struct Execution {
        var interpreter: Interpreter
        var cancelled: Set<TimerID> = []
        /// The map run that it belongs to, and which of its children it is.
        let parent: (run: Int, child: Int)?
        /// Whether nobody wants it any more.
        var isStopped = false
    }

    let test: FlowTest
    var executions: [Execution] = []
    var mapRuns: [VirtualMapRun] = []
    var counts: [String: Int] = [:]
    private var queue = DueQueue()

    /// The time.
    package private(set) var now: Timestamp
    /// The calls of tasks, in order.
    package private(set) var calls: [Call] = []
    /// The names of the states in the order in which they were entered.
    package private(set) var path: [String] = []
    /// The ways that were taken.
    package var taken = TakenWays()
    /// The calls that no mock answers.
    package private(set) var unanswered: [Call] = []
    /// The history of the machine's own execution.
    package private(set) var history: [HistoryEvent] = []

    /// Runs a test to its end, or to a task that nothing answers.
    package init(_ test: FlowTest, of definition: StateMachineDefinition) throws(Diagnostic) {
        self.test = test
        now = test.startTime
        let program = try Program(definition, variables: test.variables.keys)
        begin(program, test.identity, variables: test.variables, input: test.input, parent: nil)
        while unanswered.isEmpty, status == nil, let due = queue.pop() { handle(due) }
    }

    /// How the execution ended, or `nil` where it did not.
    package var status: ExecutionStatus? { executions[0].interpreter.status }

    /// How long it took.
    package var durationInMilliseconds: Int64 { now.milliseconds - test.startTime.milliseconds }

    /// Starts an execution.
    mutating func begin(
        _ program: Program,
        _ identity: ExecutionIdentity,
        variables: JSONObject = [:],
        input: JSON,
        parent: (run: Int, child: Int)?
    ) {
        var interpreter = Interpreter(
            program: program,
            execution: identity,
            randomSeed: UInt64(executions.count + 1),
            variables: variables
        )
        interpreter.decisions = []
        executions.append(Execution(interpreter: interpreter, parent: parent))
        schedule(.event(.start(input: input)), at: now, for: executions.count - 1)
    }

    /// Puts something into the queue.
    mutating func schedule(_ what: Due.What, at moment: Timestamp, for execution: Int) {
        queue.push(moment: max(moment, now), execution: execution, what: what)
    }

    private mutating func handle(_ due: Due) {
        switch due.what {
        case .event(let event):
            now = due.moment
            send(event, to: due.execution)
        case .timer(let timer):
            // A cancelled timer must not move the time.
            guard executions[due.execution].cancelled.remove(timer) == nil else { return }
            now = due.moment
            send(.timerFired(timer), to: due.execution)
        case .heartbeat(let task, let every, let end):
            guard executions[due.execution].interpreter.pendingTasks.contains(task) else { return }
            now = due.moment
            send(.taskHeartbeat(task), to: due.execution)
            let next = now.adding(milliseconds: every)
            if next < end { schedule(.heartbeat(task, every: every, until: end), at: next, for: due.execution) }
        }
    }

    private mutating func send(_ event: Event, to index: Int) {
        guard executions[index].interpreter.status == nil, !executions[index].isStopped else { return }
        var outcome = executions[index].interpreter.handle(event, at: now)
        while true {
            take(outcome, from: index)
            guard outcome.needsContinuation else { break }
            outcome = executions[index].interpreter.handle(.continue, at: now)
        }
        let program = executions[index].interpreter.program
        for decision in executions[index].interpreter.decisions ?? [] { taken.add(decision, in: program) }
        executions[index].interpreter.decisions = []
        if let status = executions[index].interpreter.status, let parent = executions[index].parent {
            childEnded(parent, status, index)
        }
    }

    private mutating func take(_ outcome: Outcome, from index: Int) {
        let program = executions[index].interpreter.program
        for event in outcome.events {
            if index == 0 { history.append(event) }
            taken.add(event, in: program)
            if event.type.isEntry, let name = event.stateName(in: program) { path.append(name) }
        }
        for effect in outcome.effects {
            switch effect {
            case .scheduleTask(let task): answer(task, of: index)
            case .startTimer(let id, let moment): schedule(.timer(id), at: moment, for: index)
            case .cancelTimer(let id): executions[index].cancelled.insert(id)
            case .startMapRun(let order): startMapRun(order, of: index)
            case .cancelMapRun(let id): cancelMapRun(id, of: index)
            // A test redrives nothing.
            case .cancelTask, .redriveMapRun, .executionEnded: break
            }
        }
    }

    /// Notes a call that no mock answers; the test ends with it.
    mutating func noteUnanswered(_ call: Call) { unanswered.append(call) }

    private mutating func answer(_ task: ScheduledTask, of execution: Int) {
        let call = Call(state: task.stateName, arguments: task.arguments)
        let number = counts[task.stateName, default: 0]
        counts[task.stateName] = number + 1
        calls.append(call)
        guard let answer = test.mocks[task.stateName]?.answer(of: number) else {
            noteUnanswered(call)
            return
        }
        schedule(.event(.taskStarted(task.id)), at: now, for: execution)
        let end = now.adding(milliseconds: answer.delayInMilliseconds)
        if let every = answer.heartbeatInMilliseconds, every > 0, every < answer.delayInMilliseconds {
            let first = now.adding(milliseconds: every)
            schedule(.heartbeat(task.id, every: every, until: end), at: first, for: execution)
        }
        switch answer.ending {
        case .result(let result): schedule(.event(.taskSucceeded(task.id, result)), at: end, for: execution)
        case .failure(let failure): schedule(.event(.taskFailed(task.id, failure)), at: end, for: execution)
        }
    }
}

/// What is due, the earliest first; what is due at the same time comes in the order in which it was scheduled.
private struct DueQueue {
    private var heap: [VirtualRun.Due] = []
    private var last = 0

    mutating func push(moment: Timestamp, execution: Int, what: VirtualRun.Due.What) {
        last += 1
        heap.append(VirtualRun.Due(moment: moment, number: last, execution: execution, what: what))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> VirtualRun.Due? {
        guard !heap.isEmpty else { return nil }
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private func isBefore(_ first: Int, _ second: Int) -> Bool {
        (heap[first].moment.milliseconds, heap[first].number) < (heap[second].moment.milliseconds, heap[second].number)
    }
}
