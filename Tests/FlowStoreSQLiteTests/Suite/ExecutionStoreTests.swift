import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

/// What every store promises; a new one joins by a line in `StoreMaker.all`.
@Suite("A store")
struct ExecutionStoreTests {
    static let stores = StoreMaker.all

    /// An execution of one Task state, by hand.
    struct Run {
        let id: ExecutionID
        var interpreter: Interpreter
        var version = 0

        init(_ name: String = "a") throws {
            let machine: JSON = [
                "StartAt": "W",
                "States": [
                    "W": [
                        "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work",
                        "TimeoutSeconds": 60, "End": true,
                    ]
                ],
            ]
            let identity = ExecutionIdentity(
                id: "arn:\(name)",
                name: name,
                stateMachineID: "arn:machine",
                stateMachineName: "machine",
                roleARN: "arn:role"
            )
            id = ExecutionID(identity.id)
            let program = try Program(StateMachineDefinition(json: machine))
            interpreter = Interpreter(program: program, execution: identity, randomSeed: 1)
        }

        /// The commit of one event; the effects are filled in by the caller.
        mutating func commit(_ event: Event, at milliseconds: Int64 = 1_000) -> (ExecutionCommit, [Effect]) {
            let now = Timestamp(milliseconds: milliseconds)
            let outcome = interpreter.handle(event, at: now)
            var commit = ExecutionCommit(id: id, expectedVersion: version, interpreter: interpreter, moment: now)
            commit.events = outcome.events
            for case .scheduleTask(let task) in outcome.effects { commit.scheduledTasks.append(task) }
            for case .startTimer(let timer, let due) in outcome.effects {
                commit.startedTimers.append(StoredTimer(id: timer, due: due))
            }
            for case .cancelTimer(let timer) in outcome.effects { commit.endedTimers.append(timer) }
            version += 1
            return (commit, outcome.effects)
        }
    }

    @Test("gives back what was committed: history, tasks, timers and the interpreter", arguments: stores)
    func roundTrip(maker: StoreMaker) async throws {
        try await maker.with { store in
            var run = try Run()
            try await store.commit(run.commit(.start(input: ["x": 1])).0)
            let first = try #require(try await store.load(run.id))
            #expect(first.version == 1 && first.stoppedAt == nil && first.timers.isEmpty)
            #expect(first.interpreter.input == ["x": 1] && first.interpreter.status == nil)
            let task = try #require(first.pendingTasks.first)
            #expect(first.pendingTasks.count == 1 && task.stateName == "W" && task.arguments == ["x": 1])

            try await store.commit(run.commit(.taskStarted(task.id), at: 2_000).0)
            let started = try #require(try await store.load(run.id))
            #expect(started.timers.map(\.due) == [Timestamp(milliseconds: 62_000)])

            var (last, _) = run.commit(.taskSucceeded(task.id, "done"), at: 3_000)
            last.endedTasks = [task.id]
            try await store.commit(last)
            let ended = try #require(try await store.load(run.id))
            #expect(ended.version == 3 && ended.pendingTasks.isEmpty && ended.timers.isEmpty)
            #expect(ended.interpreter.status == .succeeded(output: "done"))
            #expect(ended.stoppedAt == Timestamp(milliseconds: 3_000))
        }
    }

    @Test("lets an execution that was loaded go on as if it had never been away", arguments: stores)
    func goOn(maker: StoreMaker) async throws {
        try await maker.with { store in
            var run = try Run()
            try await store.commit(run.commit(.start(input: [:])).0)
            var loaded = try #require(try await store.load(run.id)).interpreter
            let task = try #require(loaded.pendingTasks.first)
            let now = Timestamp(milliseconds: 5_000)
            let here = loaded.handle(.taskSucceeded(task, 1), at: now)
            let there = run.interpreter.handle(.taskSucceeded(task, 1), at: now)
            #expect(here.events == there.events && here.effects == there.effects && here.status == there.status)
        }
    }

    @Test("gives the history in order and in pages", arguments: stores)
    func history(maker: StoreMaker) async throws {
        try await maker.with { store in
            var run = try Run()
            try await store.commit(run.commit(.start(input: [:])).0)
            try await store.commit(run.commit(.stop(error: nil, cause: nil)).0)
            let all = try await store.events(of: run.id, from: 1, limit: .max)
            #expect(all.map(\.id) == [1, 2, 3, 4])
            #expect(all.map(\.type) == [.executionStarted, .taskStateEntered, .activityScheduled, .executionAborted])
            #expect(try await store.events(of: run.id, from: 2, limit: 2).map(\.id) == [2, 3])
            #expect(try await store.events(of: run.id, from: 4, limit: 9).map(\.id) == [4])
            #expect(try await store.events(of: run.id, from: 5, limit: 9).isEmpty)
            #expect(try await store.events(of: run.id, from: 0, limit: 0).isEmpty)
        }
    }

    @Test("refuses a commit that does not follow the last one, and keeps nothing of it", arguments: stores)
    func conflicts(maker: StoreMaker) async throws {
        try await maker.with { store in
            var run = try Run()
            let (first, _) = run.commit(.start(input: [:]))
            var orphan = first
            orphan.expectedVersion = 1
            await expect(.notFound) { try await store.commit(orphan) }
            #expect(try await store.load(run.id) == nil)
            try await store.commit(first)
            await expect(.alreadyExists) { try await store.commit(first) }
            var (late, _) = run.commit(.stop(error: nil, cause: nil))
            late.expectedVersion = 2
            await expect(.versionConflict) { try await store.commit(late) }
            #expect(try await store.events(of: run.id, from: 1, limit: .max).count == first.events.count)
            #expect(try await store.load(run.id)?.version == 1)
            await expect(.notFound) { _ = try await store.events(of: ExecutionID("none"), from: 1, limit: 1) }
            #expect(try await store.load(ExecutionID("none")) == nil)
        }
    }

    @Test("takes only one of two commits that come at the same time", arguments: stores)
    func race(maker: StoreMaker) async throws {
        try await maker.with { store in
            var run = try Run()
            try await store.commit(run.commit(.start(input: [:])).0)
            let (stop, _) = run.commit(.stop(error: nil, cause: nil))
            let kept = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            try await store.commit(stop)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(kept == 1)
            #expect(try await store.events(of: run.id, from: 1, limit: .max).count == 4)
        }
    }

    @Test("lists executions, the latest first, by whether they run", arguments: stores)
    func list(maker: StoreMaker) async throws {
        try await maker.with { store in
            #expect(try await store.list(.all).isEmpty)
            for (name, moment) in [("b", 1_000), ("a", 1_000), ("c", 2_000)] as [(String, Int64)] {
                var run = try Run(name)
                try await store.commit(run.commit(.start(input: [:]), at: moment).0)
                guard name == "a" else { continue }
                try await store.commit(run.commit(.stop(error: "E", cause: nil), at: 3_000).0)
            }
            #expect(try await store.list(.all).map(\.name) == ["c", "a", "b"])
            #expect(try await store.list(.running).map(\.name) == ["c", "b"])
            #expect(
                try await store.list(ExecutionQuery(.all, phase: .aborted)) == [
                    ExecutionSummary(
                        id: ExecutionID("arn:a"),
                        name: "a",
                        stateMachineID: "arn:machine",
                        status: .aborted(error: "E", cause: nil),
                        startedAt: Timestamp(milliseconds: 1_000),
                        stoppedAt: Timestamp(milliseconds: 3_000),
                        sequence: 2
                    )
                ]
            )
        }
    }

    private func expect(_ code: StoreError.Code, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("Nothing was thrown.")
        } catch {
            #expect((error as? StoreError)?.code == code)
        }
    }
}
