import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@Suite("Activities", .timeLimit(.minutes(5)))
struct ActivityTests {
    static let arn = TaskResource.arn(of: "review")
    static let id = ExecutionID(TestFlow.identity.id)

    private struct Directory: ActivityDirectory {
        var arns: Set<String> = [ActivityTests.arn]
        func hasActivity(_ arn: String) -> Bool { arns.contains(arn) }
    }

    private func flow(_ fields: String = "", clock: ManualClock = ManualClock()) throws -> TestFlow {
        var flow = try TestFlow(task: "review", fields: fields, clock: clock)
        flow.configuration.activities = Directory()
        return flow
    }

    private func soon(_ flow: TestFlow) -> Timestamp { flow.configuration.clock.now.adding(seconds: 60) }

    @Test("a worker gets the task with its input, and its name is in the history")
    func worker() async throws {
        let flow = try flow()
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.start(flow.program, as: TestFlow.identity, input: ["order": 1])
            let next = try await engine.nextActivityTask(of: Self.arn, worker: "Ann", until: soon(flow))
            let task = try #require(next)
            #expect(task.input == ["order": 1])
            try await engine.succeed(token: task.token, output: "fine")
            let result = try await engine.result(of: Self.id)
            #expect(result.output == "fine")
            #expect(result.types[2...4] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"])
            #expect(result.history[3].details == .worker("Ann"))
        }
    }

    @Test("a worker that is there first waits for the task")
    func longPoll() async throws {
        let flow = try flow()
        let deadline = soon(flow)
        try await Engine.with(flow.configuration) { engine in
            async let next = engine.nextActivityTask(of: Self.arn, worker: nil, until: deadline)
            _ = try await engine.start(flow.program, as: TestFlow.identity, input: 1)
            let task = try #require(try await next)
            try await engine.fail(token: task.token, error: "Refused", cause: "no")
            #expect(try await engine.result(of: Self.id).status == .failed(error: "Refused", cause: "no"))
        }
    }

    @Test("a worker for whom nothing comes gets nothing")
    func nothing() async throws {
        let clock = ManualClock()
        let flow = try flow(clock: clock)
        let deadline = soon(flow)
        try await Engine.with(flow.configuration) { engine in
            async let next = engine.nextActivityTask(of: Self.arn, worker: nil, until: deadline)
            _ = await clock.nextAwakening()
            clock.advance(to: deadline)
            let task = try await next
            #expect(task == nil)
        }
    }

    @Test("an activity that does not exist ends the execution, as AWS has it")
    func missing() async throws {
        var flow = try flow()
        flow.configuration.activities = Directory(arns: [])
        let result = try await flow.run()
        let cause = "An error occurred while executing the state 'Work' (entered at the event id #2). "
        #expect(
            result.status
                == .failed(error: "States.Runtime", cause: cause + "The activity \(Self.arn) does not exist.")
        )
        #expect(result.types == ["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"])
    }

    @Test("a registered handler does the activity before any worker")
    func handler() async throws {
        var flow = try flow()
        flow.configuration.activities = Directory(arns: [])
        flow.configuration.handlers.register(TestHandler("review") { _, _ in "handled" }.erased)
        #expect(try await flow.run().output == "handled")
    }

    @Test("after a crash a task that no worker has waits again, one that a worker has does not")
    func crash() async throws {
        let store = MemoryStore()
        var flow = try flow()
        flow.configuration.store = store
        let deadline = flow.configuration.clock.now
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.start(flow.program, as: TestFlow.identity, input: 1)
        }
        let task = try await Engine.with(flow.configuration) { engine in
            _ = try await engine.resume()
            return try await engine.nextActivityTask(of: Self.arn, worker: "Ann", until: deadline)
        }
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.resume()
            #expect(try await engine.nextActivityTask(of: Self.arn, worker: "Bob", until: deadline) == nil)
            try await engine.succeed(token: try #require(task).token, output: 2)
            #expect(try await engine.result(of: Self.id).output == 2)
        }
    }

    @Test("a task whose execution was stopped is given to nobody")
    func stopped() async throws {
        let flow = try flow()
        let deadline = flow.configuration.clock.now
        try await Engine.with(flow.configuration) { engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: 1)
            try await engine.stop(id)
            _ = try await engine.result(of: id)
            #expect(try await engine.nextActivityTask(of: Self.arn, worker: nil, until: deadline) == nil)
        }
    }
}
