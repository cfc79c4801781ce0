import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Parallel and Map")
struct ChildrenTests {
    private static let task: JSON = [
        "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true,
    ]

    private func parallel(_ branches: [JSON], _ fields: JSONObject = [:]) -> JSON {
        var state: JSONObject = ["Type": "Parallel", "End": true]
        let machines = branches.enumerated().map { number, branch -> JSON in
            ["StartAt": .string("B\(number)"), "States": .object(["B\(number)": branch])]
        }
        state["Branches"] = .array(machines)
        for (key, value) in fields { state[key] = value }
        return [
            "StartAt": "Fork", "States": ["Fork": .object(state), "Caught": ["Type": "Pass", "End": true]],
        ]
    }

    private func map(_ fields: JSONObject, inner: JSON = ChildrenTests.task) -> JSON {
        var state: JSONObject = ["Type": "Map", "End": true]
        state["ItemProcessor"] = ["StartAt": "Item", "States": ["Item": inner]]
        for (key, value) in fields { state[key] = value }
        return [
            "StartAt": "Each", "States": ["Each": .object(state), "Caught": ["Type": "Pass", "End": true]],
        ]
    }

    @Test("results are in the branches' order, whoever ends first")
    func order() throws {
        var run = try VirtualRun(parallel([Self.task, ["Type": "Pass", "Result": 1, "End": true], Self.task]))
        run.run()
        let tasks = run.tasks.keys.sorted()
        #expect(tasks.count == 2)
        run.send(.taskSucceeded(tasks[1], "second"))
        #expect(run.status == nil)
        run.send(.taskSucceeded(tasks[0], "first"))
        #expect(run.status == .succeeded(output: ["first", 1, "second"]))
    }

    @Test("the first failure cancels the siblings and surfaces its own error")
    func abort() throws {
        var run = try VirtualRun(
            parallel([Self.task, Self.task, ["Type": "Wait", "Seconds": 60, "End": true]])
        )
        run.send(.start(input: [:]))
        let tasks = run.tasks.keys.sorted()
        let timer = try #require(run.nextTimer)
        run.send(.taskFailed(tasks[0], TaskFailure(error: "Broken", cause: "why")))
        let status = ExecutionStatus.failed(error: "Broken", cause: "why")
        #expect(run.effects == [.cancelTask(tasks[1]), .cancelTimer(timer), .executionEnded(status)])
        #expect(
            run.types.suffix(6) == [
                "TaskFailed", "TaskStateAborted", "TaskStateAborted", "WaitStateAborted", "ParallelStateFailed",
                "ExecutionFailed",
            ]
        )
    }

    @Test("a failed Parallel state is retried as a whole, then caught")
    func retryAndCatch() throws {
        let fail: JSON = ["Type": "Fail", "Error": "E", "Cause": "C"]
        var run = try VirtualRun(
            parallel(
                [fail],
                [
                    "Retry": [["ErrorEquals": ["E"], "MaxAttempts": 1]],
                    "Catch": [["ErrorEquals": ["E"], "Next": "Caught", "ResultPath": "$.error"]],
                ]
            )
        )
        run.run(["a": 1])
        #expect(run.types.filter { $0 == "ParallelStateStarted" }.count == 2)
        #expect(run.types.filter { $0 == "ParallelStateFailed" }.count == 1)
        #expect(run.status == .succeeded(output: ["a": 1, "error": ["Error": "E", "Cause": "C"]]))
    }

    @Test("a Map runs no more iterations at a time than MaxConcurrency, in order")
    func concurrency() throws {
        var run = try VirtualRun(map(["MaxConcurrency": 2]))
        run.run([10, 11, 12, 13, 14])
        var most = 0
        var seen: [JSON] = []
        while run.status == nil {
            most = max(most, run.tasks.count)
            let next = try #require(run.tasks.values.min { $0.id < $1.id })
            seen.append(next.arguments)
            run.answer(.success(next.arguments))
        }
        #expect(most == 2)
        #expect(seen == [10, 11, 12, 13, 14])
        #expect(run.status == .succeeded(output: [10, 11, 12, 13, 14]))
    }

    @Test("without MaxConcurrency forty iterations run at a time")
    func inlineConcurrency() throws {
        var run = try VirtualRun(map([:]))
        run.run(.array((0..<100).map { .integer($0) }))
        #expect(run.tasks.count == 40)
        #expect(run.tasks.values.map(\.iterations).min { $0[0] < $1[0] } == [0])
    }

    @Test("an ItemSelector sees the item, its index and the state's input")
    func selector() throws {
        let selector: JSON = [
            "item.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index", "day.$": "$.day", "fixed": true,
        ]
        var run = try VirtualRun(map(["ItemsPath": "$.items", "ItemSelector": selector]))
        run.run(["day": "d", "items": ["a", "b"]])
        let second = try #require(run.tasks.values.max { $0.id < $1.id })
        #expect(second.arguments == ["item": "b", "index": 1, "day": "d", "fixed": true])
        #expect(second.iterations == [1])
    }

    @Test("a failed iteration aborts the others and fails the Map")
    func iterationFails() throws {
        var run = try VirtualRun(map([:]))
        run.run([1, 2, 3])
        let tasks = run.tasks.keys.sorted()
        run.send(.taskFailed(tasks[1], TaskFailure(error: "Broken")))
        #expect(
            run.types.suffix(8) == [
                "TaskFailed", "MapIterationFailed", "TaskStateAborted", "MapIterationAborted", "TaskStateAborted",
                "MapIterationAborted", "MapStateFailed", "ExecutionFailed",
            ]
        )
        #expect(run.tasks.isEmpty)
    }

    @Test("a Map over nothing succeeds with nothing")
    func noItems() throws {
        var run = try VirtualRun(map([:]))
        run.run([])
        #expect(run.status == .succeeded(output: []))
        #expect(run.types[2...4] == ["MapStateStarted", "MapStateSucceeded", "MapStateExited"])
    }

    @Test("a Map over something else than a list is a fault of the machine")
    func notAList() throws {
        var run = try VirtualRun(map(["ItemsPath": "$.items"]))
        run.run(["items": 1])
        guard case .failed("States.Runtime", let cause) = run.status else {
            Issue.record("\(String(describing: run.status))")
            return
        }
        #expect(cause?.hasSuffix("Reference path \"$.items\" must point to array.") == true)
    }

    @Test("a thousand nested-and-flat iterations keep their results apart")
    func nested() throws {
        let inner: JSON = [
            "Type": "Map", "End": true,
            "ItemProcessor": ["StartAt": "Leaf", "States": ["Leaf": ["Type": "Pass", "End": true]]],
        ]
        var run = try VirtualRun(map([:], inner: inner))
        let rows = JSON.array((0..<100).map { row in .array((0..<10).map { .integer(Int64(row * 10 + $0)) }) })
        run.run(rows)
        #expect(run.status == .succeeded(output: rows))
    }
}
