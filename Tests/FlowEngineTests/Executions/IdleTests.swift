import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowEngine

/// An engine that has taken over a durable store keeps only what works in memory.
@Suite("An execution that only waits", .timeLimit(.minutes(5)))
struct IdleTests {
    let clock = ManualClock()
    let store = KeepingStore()
    static let wait = #"{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 100000, "End": true}}}"#

    private func flow(_ definition: String, _ handlers: TestHandler...) throws -> TestFlow {
        var flow = try TestFlow(definition, clock: clock)
        for handler in handlers { flow.configuration.handlers.register(handler.erased) }
        flow.configuration.store = store
        return flow
    }

    private func identity(_ number: Int) -> ExecutionIdentity {
        ExecutionIdentity(name: "run-\(number)", ofStateMachine: "test")
    }

    /// Returns when no execution is in memory.
    private func emptiness(of engine: Engine) async throws {
        while engine.executions.count > 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test("leaves memory, and ends when its timer is due")
    func timers() async throws {
        let flow = try flow(Self.wait)
        let begin = clock.now
        try await Engine.with(flow.configuration) { engine in
            try await engine.resume()
            for number in 0..<100 {
                try await engine.start(flow.program, as: identity(number), input: .integer(Int64(number)))
            }
            #expect(engine.executions.count == 0)
            // As somebody's clock goes: the timers are fetched before they are due.
            while clock.now < begin.adding(seconds: 100_000) {
                _ = await clock.nextAwakening()
                clock.advance(bySeconds: 10)
            }
            for number in 0..<100 {
                let result = try await engine.result(of: ExecutionID(identity(number).id))
                #expect(result.output == .integer(Int64(number)))
                #expect(result.history.last?.timestamp == begin.adding(seconds: 100_000))
            }
            try await emptiness(of: engine)
        }
    }

    @Test("is loaded to be stopped, and to be waited for")
    func stop() async throws {
        let flow = try flow(Self.wait)
        try await Engine.with(flow.configuration) { engine in
            try await engine.resume()
            let id = try await engine.start(flow.program, as: identity(1), input: 1)
            #expect(engine.executions.count == 0)
            async let result = engine.result(of: id)
            try await engine.stop(id, error: "Enough", cause: nil)
            #expect(try await result.status == .aborted(error: "Enough", cause: nil))
            try await emptiness(of: engine)
            try await engine.stop(id)
            try await engine.stop(ExecutionID("nobody"))
        }
    }

    @Test("is who is stopped, while another start under its name is refused")
    func refusedStart() async throws {
        let store = SlowRefusingStore()
        var flow = try flow(Self.wait)
        flow.configuration.store = store
        try await Engine.with(flow.configuration) { [flow] engine in
            try await engine.resume()
            let id = try await engine.start(flow.program, as: identity(1), input: 1)
            #expect(engine.executions.count == 0)
            async let other = engine.start(flow.program, as: identity(1), input: 2)
            await store.journal.wait(for: "begun")
            async let stop: Void = engine.stop(id, error: "Enough")
            for _ in 0..<100 { await Task.yield() }
            store.journal.note("go")
            do {
                _ = try await other
                Issue.record("An id was used twice.")
            } catch let error as StoreError {
                #expect(error.code == .alreadyExists)
            }
            try await stop
            let result = try await engine.result(of: id)
            #expect(result.status == .aborted(error: "Enough", cause: nil))
            #expect(try await store.input(of: id) == 1)
            try await emptiness(of: engine)
        }
    }

    @Test("stays in memory while its handler runs")
    func handler() async throws {
        let (journal, release) = (Journal(), Journal())
        let flow = try flow(
            TestFlow.definition(of: "slow"),
            TestHandler("slow") { input, _ in
                journal.note("began")
                await release.wait(for: "go")
                return input
            }
        )
        try await Engine.with(flow.configuration) { engine in
            try await engine.resume()
            let id = try await engine.start(flow.program, as: identity(1), input: 1)
            await journal.wait(for: "began")
            #expect(engine.executions.count == 1)
            release.note("go")
            #expect(try await engine.result(of: id).output == 1)
            try await emptiness(of: engine)
        }
    }

    @Test("whose observer nobody could make anew stays in memory; else the new one goes on hearing")
    func observers() async throws {
        let flow = try flow(Self.wait)
        let (first, second) = (JournalObserver(), JournalObserver())
        try await Engine.with(flow.configuration) { engine in
            try await engine.resume()
            _ = try await engine.start(flow.program, as: identity(1), input: 1, observer: first)
            #expect(engine.executions.count == 1)
            try await engine.resume(observing: { _ in second })
            let id = try await engine.start(flow.program, as: identity(2), input: 1, observer: first)
            #expect(engine.executions[id] == nil)
            try await engine.stop(id)
            await second.journal.wait(for: "ExecutionAborted")
        }
    }

    @Test("of memory alone is not in the store, and gives its history with its result")
    func express() async throws {
        let flow = try flow(Self.wait)
        try await Engine.with(flow.configuration) { engine in
            try await engine.resume()
            async let result = engine.run(flow.program, as: identity(1), input: 7, keeping: .inMemory)
            while engine.timers.isEmpty { await Task.yield() }
            clock.advance(bySeconds: 100_000)
            let end = try await result
            #expect(end.output == 7)
            #expect(end.types.first == "ExecutionStarted" && end.types.last == "ExecutionSucceeded")
            #expect(end.startedAt == end.history.first?.timestamp && end.stoppedAt == end.history.last?.timestamp)
            #expect(try await store.load(end.id) == nil)
            #expect(engine.executions.count == 0)
        }
    }

    @Test("is not loaded when an engine takes over, but for its timer or its token")
    func takeOver() async throws {
        let flow = try flow(Self.wait)
        let before = try await Engine.with(flow.configuration) { engine in
            try await engine.start(flow.program, as: identity(1), input: 1)
        }
        try await Engine.with(flow.configuration) { engine in
            let resumed = try await engine.resume()
            #expect(resumed.isEmpty && engine.executions.count == 0)
            async let result = engine.result(of: before)
            while engine.executions.count == 0 { await Task.yield() }
            clock.set(to: clock.now.adding(seconds: 100_000))
            let output = try await result.output
            #expect(output == 1)
        }
    }

    @Test("gets every one of many events that come at a time, whether it is just leaving memory or not")
    func races() async throws {
        let machine = """
            {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "HeartbeatSeconds": 1000, "End": true,
             "Resource": "\(TaskResource.arn(of: "review"))"}}}
            """
        var flow = try flow(machine)
        flow.configuration.activities = AnyActivity()
        let deadline = clock.now.adding(seconds: 60)
        try await Engine.with(flow.configuration) { [flow] engine in
            try await engine.resume()
            for number in 0..<50 {
                let id = try await engine.start(flow.program, as: identity(number), input: .integer(Int64(number)))
                let next = try await engine.nextActivityTask(
                    of: TaskResource.arn(of: "review"),
                    worker: nil,
                    until: deadline
                )
                let task = try #require(next)
                #expect(task.input == .integer(Int64(number)))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            for _ in 0..<5 { try await engine.heartbeat(token: task.token) }
                        }
                    }
                    try await group.waitForAll()
                }
                try await engine.succeed(token: task.token, output: "done")
                #expect(try await engine.result(of: id).output == "done")
            }
            try await emptiness(of: engine)
        }
    }

    @Test("goes on by itself when the store that failed takes commits again")
    func fullDisk() async throws {
        let journal = Journal()
        let failing = FailingStore(failing: 2...3)
        var flow = try flow(
            TestFlow.definition(of: "note"),
            TestHandler("note") { input, context in
                journal.note(context.idempotencyKey)
                return input
            }
        )
        flow.configuration.store = failing
        try await Engine.with(flow.configuration) { [flow] engine in
            try await engine.resume()
            let id = try await engine.start(flow.program, as: identity(1), input: 1)
            while try await failing.load(id)?.interpreter.status == nil {
                if await clock.nextAwakening() != nil { clock.advance(bySeconds: 1) }
                await Task.yield()
            }
            #expect(try await engine.result(of: id).output == 1)
        }
        let key = "\(identity(1).id):2:1"
        #expect(journal.lines == [key, key, key])
    }

    @Test("of a map run goes on with it when the store that failed takes commits again", arguments: 2...12)
    func mapRunOnFullDisk(commit: Int) async throws {
        let failing = FailingStore(failing: commit...commit + 1)
        var flow = try flow(
            """
            {"StartAt": "Each", "States": {"Each": {"Type": "Map", "MaxConcurrency": 2, "End": true,
             "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
              "StartAt": "Echo", "States": {"Echo": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "echo"))",
               "End": true}}}}}}
            """,
            .echo
        )
        flow.configuration.store = failing
        try await Engine.with(flow.configuration) { [flow] engine in
            try await engine.resume()
            let id = try await engine.start(flow.program, as: identity(1), input: [1, 2, 3])
            while try await failing.load(id)?.interpreter.status == nil {
                clock.advance(bySeconds: 1)
                for _ in 0..<10 { await Task.yield() }
            }
            #expect(try await engine.result(of: id).output == [1, 2, 3])
            let run = try #require(try await engine.mapRuns(of: id).first)
            #expect(run.status == .succeeded && run.items.succeeded == 3 && run.items.total == 3)
        }
    }

    @Test("waits by the clock as it is, when that is set back")
    func clockSetBack() async throws {
        let machine = """
            {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 10, "Next": "B"},
             "B": {"Type": "Wait", "Seconds": 10, "End": true}}}
            """
        let flow = try flow(machine)
        let begin = clock.now
        try await Engine.with(flow.configuration) { engine in
            async let result = engine.run(flow.program, as: identity(1), input: 1)
            while await clock.nextAwakening() != begin.adding(seconds: 10) { await Task.yield() }
            clock.advance(bySeconds: 10)
            while await clock.nextAwakening() != begin.adding(seconds: 20) { await Task.yield() }
            // An hour back: the timer is due at its moment of the day, and nothing fires before.
            clock.set(to: begin.adding(seconds: -3_600))
            while await clock.nextAwakening() != begin.adding(seconds: 20) { await Task.yield() }
            clock.set(to: begin.adding(seconds: 20))
            let output = try await result.output
            #expect(output == 1)
        }
    }

    private struct AnyActivity: ActivityDirectory {
        func hasActivity(_ arn: String) -> Bool { true }
    }
}
