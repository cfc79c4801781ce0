import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@Suite("An engine", .timeLimit(.minutes(5)))
struct EngineTests {
    @Test("runs a machine without tasks to its end")
    func passes() async throws {
        let flow = try TestFlow(
            """
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"x": 1}, "Next": "B"},
             "B": {"Type": "Succeed"}}}
            """
        )
        let result = try await flow.run()
        #expect(result.status == .succeeded(output: ["x": 1]))
        #expect(result.output == ["x": 1])
        #expect(
            result.types == [
                "ExecutionStarted", "PassStateEntered", "PassStateExited", "SucceedStateEntered", "SucceedStateExited",
                "ExecutionSucceeded",
            ]
        )
    }

    @Test("hands a task to its handler and goes on with the answer")
    func task() async throws {
        let flow = try TestFlow(
            task: "price",
            TestHandler("price") { input, context in
                #expect(context.executionName == "run-1")
                #expect(context.stateName == "Work")
                #expect(context.attempt == 1)
                #expect(context.idempotencyKey == "\(TestFlow.identity.id):2:1")
                #expect(context.deadline == nil)
                return ["was": input]
            }
        )
        let result = try await flow.run(["day": "today"])
        #expect(result.output == ["was": ["day": "today"]])
        #expect(
            result.types == [
                "ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded",
                "TaskStateExited", "ExecutionSucceeded",
            ]
        )
    }

    @Test("fails the execution with the handler's error and cause")
    func failure() async throws {
        let flow = try TestFlow(
            task: "price",
            TestHandler("price") { _, _ in throw TaskFailure(error: "Price.Unknown", cause: "No price today.") }
        )
        let result = try await flow.run()
        #expect(result.status == .failed(error: "Price.Unknown", cause: "No price today."))
        #expect(result.error == "Price.Unknown" && result.cause == "No price today." && result.output == nil)
    }

    @Test("gives any other error of a handler a name and its own words")
    func otherError() async throws {
        struct Broken: Error { var part = 7 }
        let flow = try TestFlow(task: "price", TestHandler("price") { _, _ in throw Broken() })
        #expect(try await flow.run().status == .failed(error: "States.TaskFailed", cause: "Broken(part: 7)"))
    }

    @Test("takes a handler that throws CancellationError by itself as failed")
    func ownCancellation() async throws {
        let flow = try TestFlow(task: "price", TestHandler("price") { _, _ in throw CancellationError() })
        let result = try await flow.run()
        #expect(result.error == "States.TaskFailed")
        #expect(result.cause?.contains("gave up as if it were cancelled") == true)
    }

    @Test(
        "says which handlers there are when a task has none",
        arguments: [
            (
                "\(TaskResource.arn(of: "ehco"))",
                "No handler is registered for the task \"ehco\". Did you mean \"echo\"?"
            ),
            (
                "\(TaskResource.arn(of: "orders-price"))",
                "No handler is registered for the task \"orders-price\". Registered are echo."
            ),
            (
                "arn:aws:lambda:us-east-1:123456789012:function:price",
                "The resource \"arn:aws:lambda:us-east-1:123456789012:function:price\" cannot be used here: "
                    + "tasks are activities, arn:aws:states:<region>:<account>:activity:<task>."
            ),
        ]
    )
    func unregistered(resource: String, cause: String) async throws {
        let flow = try TestFlow(
            #"{"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "\#(resource)", "End": true}}}"#,
            .echo
        )
        #expect(try await flow.run().status == .failed(error: "Task.NotRegistered", cause: cause))
    }

    @Test("runs the branches of a Parallel state at the same time")
    func parallel() async throws {
        let journal = Journal()
        let resource = TaskResource.arn(of: "meet")
        let flow = try TestFlow(
            """
            {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
             {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\(resource)", "End": true}}},
             {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "\(resource)", "End": true}}}]}}}
            """,
            TestHandler("meet") { _, context in
                journal.note(context.stateName)
                await journal.wait(for: context.stateName == "A" ? "B" : "A")
                return .string(context.stateName)
            }
        )
        #expect(try await flow.run().output == ["A", "B"])
    }

    @Test("runs many executions at once, and no more handlers than it may")
    func bounded() async throws {
        let gauge = Gauge(wanted: 3)
        var flow = try TestFlow(
            task: "count",
            TestHandler("count") { input, _ in
                await gauge.hold()
                return input
            }
        )
        flow.configuration.maximumConcurrentTasks = 3
        let program = flow.program
        try await Engine.with(flow.configuration) { engine in
            try await withThrowingTaskGroup(of: JSON?.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let identity = ExecutionIdentity(name: "run-\(number)", ofStateMachine: "test")
                        return try await engine.run(program, as: identity, input: .integer(Int64(number))).output
                    }
                }
                var sum: Int64 = 0
                for try await output in group { sum += output?.integerValue ?? 0 }
                #expect(sum == 1_225)
            }
        }
        #expect(gauge.most == 3)
    }

    @Test("refuses an execution whose name was used")
    func sameName() async throws {
        let flow = try TestFlow(task: "echo", .echo)
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.run(flow.program, as: TestFlow.identity, input: [:])
            let error = await #expect(throws: StoreError.self) {
                try await engine.run(flow.program, as: TestFlow.identity, input: [:])
            }
            #expect(error?.code == .alreadyExists)
            #expect(try await engine.result(of: ExecutionID(TestFlow.identity.id)).output == [:])
        }
    }

    @Test("tells what an execution came to that nobody waited for")
    func startThenResult() async throws {
        let flow = try TestFlow(task: "echo", .echo)
        try await Engine.with(flow.configuration) { engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: ["a": 1])
            #expect(try await engine.result(of: id).output == ["a": 1])
            #expect(try await engine.result(of: id).history.count == 7)
            await #expect(throws: StoreError.self) { try await engine.result(of: ExecutionID("none")) }
        }
    }

    @Test("lets a machine that loops for ever be stopped")
    func endlessLoop() async throws {
        var flow = try TestFlow(
            """
            {"StartAt": "A", "States": {"A": {"Type": "Choice", "Default": "A",
             "Choices": [{"Variable": "$.end", "IsPresent": true, "Next": "B"}]}, "B": {"Type": "Succeed"}}}
            """
        )
        flow.configuration.limits.historyEvents = nil
        flow.configuration.limits.transitionsPerEvent = 100
        let store = CountingStore()
        flow.configuration.store = store
        let program = flow.program
        let result = try await Engine.with(flow.configuration) { engine in
            try await withThrowingTaskGroup(of: ExecutionResult.self) { group in
                group.addTask { try await engine.run(program, as: TestFlow.identity, input: [:]) }
                await store.commits(atLeast: 3)
                group.cancelAll()
                return try #require(try await group.next())
            }
        }
        #expect(result.status == .aborted(error: nil, cause: "The run was interrupted."))
    }
}
