import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@Suite("Task tokens", .timeLimit(.minutes(5)))
struct TokenTests {
    static let machine = """
        {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken",
         "Parameters": {"token.$": "$$.Task.Token"}, "TimeoutSeconds": 60, "HeartbeatSeconds": 20, "Next": "Then"},
         "Then": {"Type": "Wait", "Seconds": 5, "End": true}}}
        """

    private func flow(_ journal: Journal, clock: ManualClock) throws -> TestFlow {
        var flow = try TestFlow(Self.machine, clock: clock)
        flow.configuration.handlers.register(
            TestCaller { arguments, context in
                context.monitor.started()
                journal.note("called")
                journal.note(arguments["token"]?.stringValue ?? "none")
                return ["MessageId": "1"]
            }
        )
        return flow
    }

    private func types(_ engine: Engine, _ store: MemoryStore) async throws -> [String] {
        try await store.events(of: ExecutionID(TestFlow.identity.id), from: 1, limit: .max).map(\.type.rawValue)
    }

    /// Starts the machine and returns the token, when the call was answered.
    private func submit(_ flow: TestFlow, _ engine: Engine, _ journal: Journal) async throws -> String {
        let observer = JournalObserver()
        _ = try await engine.start(flow.program, as: TestFlow.identity, input: [:], observer: observer)
        await observer.journal.wait(for: "TaskSubmitted Ask")
        return try #require(journal.lines.last)
    }

    @Test("a token is answered once; later it is over, and with its execution it is unknown")
    func answers() async throws {
        let (journal, clock, store) = (Journal(), ManualClock(), MemoryStore())
        var flow = try flow(journal, clock: clock)
        flow.configuration.store = store
        try await Engine.with(flow.configuration) { engine in
            let token = try await submit(flow, engine, journal)
            await #expect(throws: TokenError.self) { try await engine.succeed(token: "NoSuchToken", output: 1) }
            await #expect(throws: TokenError.self) { try await engine.succeed(token: token + "A", output: 1) }
            try await engine.heartbeat(token: token)
            try await engine.succeed(token: token, output: "done")
            let types = try await types(engine, store)
            #expect(types.suffix(4) == ["TaskSubmitted", "TaskSucceeded", "TaskStateExited", "WaitStateEntered"])
            let late = await #expect(throws: TokenError.self) {
                try await engine.fail(token: token, error: "", cause: "")
            }
            #expect(late?.code == .taskTimedOut)
            _ = await clock.nextAwakening()
            clock.advance(bySeconds: 5)
            let result = try await engine.result(of: ExecutionID(TestFlow.identity.id))
            #expect(result.output == "done")
            let over = await #expect(throws: TokenError.self) { try await engine.heartbeat(token: token) }
            #expect(over?.code == .taskDoesNotExist)
        }
    }

    @Test("a failure by token has its own words; empty ones are none")
    func failure() async throws {
        let (journal, clock) = (Journal(), ManualClock())
        let flow = try flow(journal, clock: clock)
        try await Engine.with(flow.configuration) { engine in
            let token = try await submit(flow, engine, journal)
            try await engine.fail(token: token, error: "Mine", cause: "")
            let result = try await engine.result(of: ExecutionID(TestFlow.identity.id))
            #expect(result.status == .failed(error: "Mine", cause: nil))
        }
    }

    @Test("heartbeats by token keep a task alive, and their absence ends it")
    func heartbeats() async throws {
        let (journal, clock, store) = (Journal(), ManualClock(), MemoryStore())
        var flow = try flow(journal, clock: clock)
        flow.configuration.store = store
        try await Engine.with(flow.configuration) { engine in
            let token = try await submit(flow, engine, journal)
            clock.advance(bySeconds: 15)
            try await engine.heartbeat(token: token)
            _ = await clock.nextAwakening()
            clock.advance(bySeconds: 15)
            try await engine.heartbeat(token: token)
            _ = await clock.nextAwakening()
            clock.advance(bySeconds: 21)
            let result = try await engine.result(of: ExecutionID(TestFlow.identity.id))
            #expect(result.status == .failed(error: "States.HeartbeatTimeout", cause: nil))
        }
    }

    @Test("after a crash a token that was handed out is still good, and nothing is called again")
    func crash() async throws {
        let (journal, clock, store) = (Journal(), ManualClock(), MemoryStore())
        var flow = try flow(journal, clock: clock)
        flow.configuration.store = store
        let token = try await Engine.with(flow.configuration) { engine in try await submit(flow, engine, journal) }
        try await Engine.with(flow.configuration) { engine in
            #expect(try await engine.resume().count == 1)
            try await engine.succeed(token: token, output: "late")
            _ = await clock.nextAwakening()
            clock.advance(bySeconds: 5)
            #expect(try await engine.result(of: ExecutionID(TestFlow.identity.id)).output == "late")
        }
        #expect(journal.lines.filter { $0 == "called" }.count == 1)
    }

    @Test("a call that nobody submitted before the crash is made again, with the same token")
    func crashBeforeSubmission() async throws {
        let (journal, clock, store) = (Journal(), ManualClock(), MemoryStore())
        var flow = try flow(journal, clock: clock)
        flow.configuration.store = DyingStore(store, at: 1, .afterTheCommit)
        let dying = flow
        await #expect(throws: StoreError.self) { try await dying.run() }
        #expect(journal.lines.isEmpty)
        flow.configuration.store = store
        let configuration = flow.configuration
        try await Engine.with(configuration) { engine in
            let observer = JournalObserver()
            #expect(try await engine.resume(observing: { _ in observer }).count == 1)
            await observer.journal.wait(for: "TaskSubmitted Ask")
            try await engine.succeed(token: try #require(journal.lines.last), output: 7)
        }
        #expect(journal.lines.count == 2)
    }

    @Test("a refused call is a failure to submit; one that never began is a failure to start")
    func refusals() async throws {
        for (begins, expected) in [(true, "TaskSubmitFailed"), (false, "TaskStartFailed")] {
            var flow = try TestFlow(Self.machine)
            flow.configuration.handlers.register(
                TestCaller { _, context in
                    if begins { context.monitor.started() }
                    throw TaskFailure(error: "SQS.QueueDoesNotExistException", cause: "No such queue.")
                }
            )
            let types = try await flow.run().types
            #expect(types.contains(expected))
            #expect(types.contains("TaskStarted") == begins)
        }
    }

    @Test("a function that nobody here calls was never scheduled")
    func nobody() async throws {
        let machine = """
            {"StartAt": "F", "States": {"F": {"Type": "Task", "End": true,
             "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f"}}}
            """
        let result = try await TestFlow(machine).run()
        #expect(result.types[2...4] == ["LambdaFunctionScheduled", "LambdaFunctionScheduleFailed", "ExecutionFailed"])
        #expect(result.error == "Task.NotRegistered")
    }

    @Test("a job that was submitted before a crash is only waited for, and takes no place meanwhile")
    func jobs() async throws {
        let machine = """
            {"StartAt": "Run", "States": {"Run": {"Type": "Task", "End": true,
             "Resource": "arn:aws:states:::states:startExecution.sync", "Parameters": {"StateMachineArn": "child"}}}}
            """
        let (journal, store) = (Journal(), MemoryStore())
        var flow = try TestFlow(machine)
        flow.configuration.store = store
        flow.configuration.maximumConcurrentCalls = 1
        let release = Signal()
        flow.configuration.handlers.register(
            TestCaller { _, context in
                context.monitor.started()
                if context.submittedOutput == nil {
                    journal.note("submitted")
                    context.monitor.submitted(["ExecutionArn": "child"])
                    try await Task.sleep(for: .seconds(3_600))
                }
                while !release.hasFired {
                    try Task.checkCancellation()
                    await Task.yield()
                }
                return context.submittedOutput ?? .null
            }
        )
        try await Engine.with(flow.configuration) { engine in
            let observer = JournalObserver()
            _ = try await engine.start(flow.program, as: TestFlow.identity, input: [:], observer: observer)
            await observer.journal.wait(for: "TaskSubmitted Run")
            // Another one gets the only place.
            var other = TestFlow.identity
            other.id += "-2"
            let second = JournalObserver()
            _ = try await engine.start(flow.program, as: other, input: [:], observer: second)
            await second.journal.wait(for: "TaskSubmitted Run")
        }
        try await Engine.with(flow.configuration) { engine in
            let resumed = try await engine.resume()
            #expect(resumed.count == 2)
            release.fire()
            #expect(try await engine.result(of: ExecutionID(TestFlow.identity.id)).output == ["ExecutionArn": "child"])
        }
        #expect(journal.lines.count == 2)
    }
}
