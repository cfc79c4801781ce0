import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@Suite("Stopping", .timeLimit(.minutes(5)))
struct CancellationTests {
    private func cancelled(
        _ flow: TestFlow,
        when ready: @escaping @Sendable () async -> Void
    ) async throws
        -> ExecutionResult
    {
        try await withThrowingTaskGroup(of: ExecutionResult.self) { group in
            group.addTask { try await flow.run() }
            await ready()
            group.cancelAll()
            return try #require(try await group.next())
        }
    }

    @Test("a run cancels its handlers, waits for them, and ends as aborted")
    func run() async throws {
        let ends = Journal()
        let resource = TaskResource.arn(of: "endless")
        let flow = try TestFlow(
            """
            {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
             {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\(resource)", "End": true}}},
             {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "\(resource)", "End": true}}}]}}}
            """,
            .endless("endless", ends)
        )
        let result = try await cancelled(flow) {
            await ends.wait(for: "began A")
            await ends.wait(for: "began B")
        }
        #expect(result.status == .aborted(error: nil, cause: "The run was interrupted."))
        #expect(Set(ends.lines) == ["began A", "began B", "ended A", "ended B"])
        #expect(result.types.last == "ExecutionAborted")
    }

    @Test("a run that waits for a timer ends it at once")
    func waiting() async throws {
        let clock = ManualClock()
        let flow = try TestFlow(
            #"{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 86400, "End": true}}}"#,
            clock: clock
        )
        let result = try await cancelled(flow) { _ = await clock.nextAwakening() }
        #expect(result.types.last == "ExecutionAborted")
    }

    @Test("an execution by its id leaves others alone, and tells error and cause")
    func byID() async throws {
        let ends = Journal()
        let flow = try TestFlow(task: "endless", .endless("endless", ends))
        let result = try await Engine.with(flow.configuration) { engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: [:])
            await ends.wait(for: "began Work")
            try await engine.stop(id, error: "Enough", cause: "It is late.")
            return try await engine.result(of: id)
        }
        #expect(result.status == .aborted(error: "Enough", cause: "It is late."))
        #expect(ends.lines == ["began Work", "ended Work"])
    }

    @Test("an engine cancels handlers that still run, and leaves their executions in the store")
    func engine() async throws {
        let ends = Journal()
        var flow = try TestFlow(task: "endless", .endless("endless", ends))
        let store = MemoryStore()
        flow.configuration.store = store
        let id = try await Engine.with(flow.configuration) { engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: [:])
            await ends.wait(for: "began Work")
            return id
        }
        #expect(ends.lines == ["began Work", "ended Work"])
        let stored = try #require(try await store.load(id))
        #expect(stored.interpreter.status == nil && stored.pendingTasks.count == 1)
    }

    @Test("a failing branch cancels its sibling's handler and nothing else")
    func sibling() async throws {
        let ends = Journal()
        let flow = try TestFlow(
            """
            {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Next": "After",
             "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}], "Branches": [
             {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "endless"))",
              "End": true}}},
             {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "fail"))",
              "End": true}}}]}, "After": {"Type": "Succeed"}}}
            """,
            .endless("endless", ends),
            TestHandler("fail") { _, _ in
                await ends.wait(for: "began A")
                throw TaskFailure(error: "Broken", cause: "by design")
            }
        )
        let result = try await flow.run()
        #expect(result.output == ["Error": "Broken", "Cause": "by design"])
        #expect(ends.lines == ["began A", "ended A"])
    }
}
