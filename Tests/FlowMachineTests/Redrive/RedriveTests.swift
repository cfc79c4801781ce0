import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

/// One row of AWS's table "Redrive behavior of individual states" each, in both query languages.
@Suite("Redrive")
struct RedriveTests {
    static let broken = TaskFailure(error: "Broken", cause: "why")
    private static let task: JSON = [
        "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true,
    ]

    /// A machine whose first state is named `A`; a state `B` may follow.
    private func machine(_ state: JSON, _ language: String = "JSONPath", _ more: JSONObject = [:]) -> JSON {
        var machine: JSONObject = ["QueryLanguage": .string(language), "StartAt": "A"]
        machine["States"] = ["A": state, "B": ["Type": "Pass", "End": true]]
        for (key, value) in more { machine[key] = value }
        return .object(machine)
    }

    private func with(_ fields: JSONObject, _ state: JSON = RedriveTests.task) -> JSON {
        var object = state.objectValue ?? [:]
        for (key, value) in fields { object[key] = value }
        return .object(object)
    }

    /// What a redrive records from its own event on.
    private func redrive(_ run: inout VirtualRun) -> [String] {
        let count = run.events.count
        run.send(.redrive)
        return Array(run.types.dropFirst(count))
    }

    @Test("a Pass, a Choice and a Succeed state are evaluated again, and what was done before is not")
    func evaluatedAgain() throws {
        let states: [(JSON, String)] = [
            (["Type": "Pass", "Output": "{% $number('x') %}", "End": true], "JSONata"),
            (["Type": "Succeed", "Output": "{% $number('x') %}"], "JSONata"),
            (["Type": "Pass", "Parameters": ["a.$": "$.none"], "End": true], "JSONPath"),
            (["Type": "Choice", "Choices": [["Variable": "$", "IsString": true, "Next": "B"]]], "JSONPath"),
            (["Type": "Choice", "Choices": [["Condition": "{% false %}", "Next": "B"]]], "JSONata"),
            (["Type": "Succeed", "OutputPath": "$.none"], "JSONPath"),
        ]
        for (state, language) in states {
            let first: JSON = ["Type": "Pass", "Next": "A"]
            var run = try VirtualRun(
                [
                    "QueryLanguage": .string(language), "StartAt": "First",
                    "States": ["First": first, "A": state, "B": Self.task],
                ]
            )
            run.run()
            guard case .failed = run.status else {
                Issue.record("\(state.text): \(String(describing: run.status))")
                continue
            }
            let types = redrive(&run).filter { $0 != "EvaluationFailed" }
            #expect(types == ["ExecutionRedriven", "ExecutionFailed"], "\(state.text)")
        }
    }

    @Test("a Task state is scheduled again with new timeouts and with its retries", arguments: ["JSONPath", "JSONata"])
    func task(language: String) throws {
        let retry: JSON = [["ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "IntervalSeconds": 1]]
        let state: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "Retry": retry,
            "TimeoutSeconds": 30, "Next": "B",
        ]
        var run = try VirtualRun(machine(state, language))
        run.run(["n": 1])
        let first = try #require(run.tasks.values.first)
        run.answer(.failure(Self.broken))
        run.passTime()
        run.answer(.failure(Self.broken))
        #expect(run.status == .failed(error: "Broken", cause: "why"))
        run.now = run.now.adding(seconds: 3_600)
        #expect(redrive(&run) == ["ExecutionRedriven", "TaskScheduled"])
        #expect(run.status == nil)
        let again = try #require(run.tasks.values.first)
        #expect(again.arguments == first.arguments)
        #expect(again.attempt == 1)
        #expect(again.idempotencyKey != first.idempotencyKey)
        run.send(.taskStarted(again.id))
        #expect(run.timers.values.max() == run.now.adding(seconds: 30))
        // The retrier has its attempts again.
        run.answer(.failure(Self.broken))
        run.passTime()
        #expect(run.status == nil)
        run.answer(.success(["done": true]))
        #expect(run.status == .succeeded(output: ["done": true]))
        #expect(
            run.types.suffix(4) == ["TaskStateExited", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
        )
        #expect(run.events.map(\.id) == Array(1...run.events.count))
    }

    @Test("what a redrive records is told as AWS tells it")
    func history() throws {
        var run = try VirtualRun(machine(Self.task))
        run.run()
        run.answer(.failure(Self.broken))
        let ended = run.events.count
        run.now = run.now.adding(seconds: 60)
        run.send(.redrive)
        #expect(run.history[ended]["type"] == "ExecutionRedriven")
        #expect(run.history[ended]["previousEventId"] == .integer(Int64(ended)))
        #expect(run.history[ended]["executionRedrivenEventDetails"] == ["redriveCount": 1])
        #expect(run.interpreter.redriveCount == 1)
        #expect(run.interpreter.redrivenAt == run.now)
        run.answer(.failure(Self.broken))
        run.send(.redrive)
        #expect(run.interpreter.redriveCount == 2)
    }

    @Test("the context object tells of the redrive")
    func context() throws {
        let parameters: JSON = ["count.$": "$$.Execution.RedriveCount", "all.$": "$$.Execution"]
        var run = try VirtualRun(machine(with(["Parameters": parameters])))
        run.run()
        #expect(run.tasks.values.first?.arguments["all"]?["RedriveTime"] == nil)
        run.answer(.failure(Self.broken))
        run.send(.redrive)
        let arguments = try #require(run.tasks.values.first?.arguments)
        #expect(arguments["count"] == 1)
        #expect(arguments["all"]?["RedriveTime"] == .string(run.now.description))
    }

    @Test("a Wait state waits for the rest of its time, through more than one redrive")
    func wait() throws {
        var run = try VirtualRun(machine(["Type": "Wait", "Seconds": 100, "Next": "B"]))
        run.send(.start(input: [:]))
        for rest in [70, 40] {
            run.now = run.now.adding(seconds: 30)
            run.send(.stop(error: nil, cause: nil))
            run.now = run.now.adding(seconds: 1_000)
            #expect(redrive(&run) == ["ExecutionRedriven"])
            #expect(Array(run.timers.values) == [run.now.adding(seconds: Int64(rest))])
        }
        run.passTime()
        #expect(run.status == .succeeded(output: [:]))
        #expect(run.types.filter { $0 == "WaitStateEntered" }.count == 1)
    }

    @Test("a Wait state for a moment goes on at that moment, at once where it is past")
    func timestamp() throws {
        var run = try VirtualRun(machine(["Type": "Wait", "TimestampPath": "$.at", "Next": "B"]))
        let moment = run.now.adding(seconds: 100)
        run.send(.start(input: ["at": .string(moment.description)]))
        run.send(.stop(error: nil, cause: nil))
        run.now = run.now.adding(seconds: 30)
        _ = redrive(&run)
        #expect(Array(run.timers.values) == [moment])
        run.send(.stop(error: nil, cause: nil))
        run.now = run.now.adding(seconds: 1_000)
        #expect(redrive(&run).prefix(2) == ["ExecutionRedriven", "WaitStateExited"])
        #expect(run.status?.name == "SUCCEEDED")
    }

    @Test("a Fail state is entered again and fails again", arguments: ["JSONPath", "JSONata"])
    func fail(language: String) throws {
        var run = try VirtualRun(machine(["Type": "Fail", "Error": "E", "Cause": "C"], language))
        run.run()
        #expect(redrive(&run) == ["ExecutionRedriven", "FailStateEntered", "ExecutionFailed"])
        #expect(run.status == .failed(error: "E", cause: "C"))
    }

    @Test(
        "of a Parallel state only the branches run again that failed or were aborted",
        arguments: ["JSONPath", "JSONata"]
    )
    func parallel(language: String) throws {
        let two: JSON = ["StartAt": "P", "States": ["P": ["Type": "Pass", "Next": "T"], "T": Self.task]]
        let one: JSON = ["StartAt": "U", "States": ["U": Self.task]]
        let other: JSON = ["StartAt": "V", "States": ["V": ["Type": "Wait", "Seconds": 50, "End": true]]]
        var run = try VirtualRun(machine(["Type": "Parallel", "Branches": [two, one, other], "Next": "B"], language))
        run.send(.start(input: ["in": 1]))
        let tasks = run.tasks.keys.sorted()
        run.send(.taskSucceeded(tasks[1], "good"))
        run.now = run.now.adding(seconds: 20)
        run.send(.taskFailed(tasks[0], Self.broken))
        #expect(run.status?.name == "FAILED")
        run.now = run.now.adding(seconds: 500)
        #expect(redrive(&run) == ["ExecutionRedriven", "TaskScheduled"])
        #expect(run.tasks.values.map(\.stateName) == ["T"])
        #expect(Array(run.timers.values) == [run.now.adding(seconds: 30)])
        run.answer(.success("mended"))
        run.passTime()
        #expect(run.status == .succeeded(output: ["mended", "good", ["in": 1]]))
        #expect(run.types.filter { $0 == "ParallelStateStarted" }.count == 1)
        #expect(run.types.filter { $0 == "ParallelStateSucceeded" }.count == 1)
    }

    @Test(
        "of an inline Map only the iterations run again that did not succeed, then the rest",
        arguments: ["JSONPath", "JSONata"]
    )
    func map(language: String) throws {
        let items: JSONObject = language == "JSONata" ? ["Items": "{% $states.input %}"] : [:]
        let processor: JSON = ["StartAt": "I", "States": ["I": Self.task]]
        let map: JSON = ["Type": "Map", "MaxConcurrency": 2, "ItemProcessor": processor, "Next": "B"]
        var run = try VirtualRun(machine(with(items, map), language))
        run.run([10, 11, 12, 13])
        run.answer(.success("a"))
        run.answer(.failure(Self.broken))
        #expect(run.types.suffix(6).contains("MapIterationAborted"))
        #expect(redrive(&run) == ["ExecutionRedriven", "TaskScheduled", "TaskScheduled"])
        #expect(
            run.tasks.values.sorted { $0.id < $1.id }.map(\.arguments) == [12, 11]
                || run.tasks.values.sorted { $0.id < $1.id }.map(\.arguments) == [11, 12]
        )
        while run.status == nil {
            #expect(run.tasks.count <= 2)
            guard let task = run.tasks.values.min(by: { $0.id < $1.id }) else { break }
            run.answer(.success(task.arguments))
        }
        #expect(run.status == .succeeded(output: ["a", 11, 12, 13]))
        #expect(run.types.filter { $0 == "MapIterationStarted" }.count == 4)
    }

    @Test("after too much data a Parallel state or a Map begins anew")
    func dataLimit() throws {
        let branch: JSON = ["StartAt": "T", "States": ["T": Self.task]]
        var run = try VirtualRun(
            machine(["Type": "Parallel", "Branches": [branch, branch], "End": true]),
            limits: ExecutionLimits(payloadBytes: 100)
        )
        run.run()
        for _ in 0..<2 { run.answer(.success(.string(String(repeating: "x", count: 60)))) }
        guard case .failed("States.DataLimitExceeded", _) = run.status else {
            Issue.record("\(String(describing: run.status))")
            return
        }
        #expect(redrive(&run).prefix(2) == ["ExecutionRedriven", "ParallelStateStarted"])
        #expect(run.tasks.count == 2)
    }

    @Test("a Parallel state whose result could not be shaped keeps its branches' results")
    func shaping() throws {
        let branch: JSON = ["StartAt": "T", "States": ["T": Self.task]]
        let state: JSON = [
            "Type": "Parallel", "Branches": [branch], "Output": "{% $number($states.result[0]) %}", "End": true,
        ]
        var run = try VirtualRun(machine(state, "JSONata"))
        run.run()
        run.answer(.success("x"))
        #expect(run.status?.name == "FAILED")
        let types = redrive(&run)
        #expect(!types.contains("TaskScheduled"))
        #expect(types.last == "ExecutionFailed")
    }

    @Test("a nested failure goes on in the innermost state, whatever ended around it")
    func nested() throws {
        let leaf: JSON = ["StartAt": "T", "States": ["T": Self.task]]
        let map: JSON = ["Type": "Map", "ItemProcessor": leaf, "End": true]
        let inner: JSON = ["StartAt": "M", "States": ["M": map]]
        let other: JSON = ["StartAt": "U", "States": ["U": Self.task]]
        var run = try VirtualRun(machine(["Type": "Parallel", "Branches": [inner, other], "End": true]))
        run.run([1, 2])
        let tasks = run.tasks.values.sorted { $0.id < $1.id }
        let (u, first, second) = try (
            #require(tasks.first { $0.stateName == "U" }), #require(tasks.first { $0.arguments == 1 }),
            #require(tasks.first { $0.arguments == 2 })
        )
        run.send(.taskSucceeded(first.id, "one"))
        run.send(.taskFailed(second.id, Self.broken))
        #expect(run.tasks[u.id] == nil)
        #expect(redrive(&run) == ["ExecutionRedriven", "TaskScheduled", "TaskScheduled"])
        for task in run.tasks.values { run.send(.taskSucceeded(task.id, .string(task.stateName))) }
        #expect(run.status == .succeeded(output: [["one", "T"], "U"]))
    }

    @Test("a stopped execution goes on with all that was going on", arguments: [false, true])
    func stopped(isTimedOut: Bool) throws {
        let branch: JSON = ["StartAt": "T", "States": ["T": Self.task]]
        let state: JSON = ["Type": "Parallel", "Branches": [branch, branch], "End": true]
        var run = try VirtualRun(machine(state, "JSONPath", ["TimeoutSeconds": 60]))
        run.send(.start(input: [:]))
        run.answer(.success(1))
        if isTimedOut {
            let timer = try #require(run.nextTimer)
            run.fire(timer)
        } else {
            run.send(.stop(error: nil, cause: nil))
        }
        #expect(run.status?.name == (isTimedOut ? "TIMED_OUT" : "ABORTED"))
        #expect(redrive(&run) == ["ExecutionRedriven", "TaskScheduled"])
        // The machine's time begins anew.
        #expect(Array(run.timers.values) == [run.now.adding(seconds: 60)])
        run.answer(.success(2))
        #expect(run.status == .succeeded(output: [1, 2]))
        #expect(run.timers.isEmpty)
    }

    @Test("one that waited for its next attempt begins that at once")
    func beforeRetry() throws {
        let retry: JSON = [["ErrorEquals": ["States.ALL"], "IntervalSeconds": 100]]
        var run = try VirtualRun(machine(with(["Retry": retry])))
        run.run()
        run.answer(.failure(Self.broken))
        run.send(.stop(error: nil, cause: nil))
        #expect(redrive(&run) == ["ExecutionRedriven", "TaskScheduled"])
        #expect(run.tasks.values.first?.attempt == 1)
    }

    @Test("variables are as they were")
    func variables() throws {
        let assign: JSON = ["Type": "Pass", "Assign": ["v": 7], "Next": "T"]
        let task = with(["Parameters": ["v.$": "$v"]])
        var run = try VirtualRun(["StartAt": "P", "States": ["P": assign, "T": task]])
        run.run()
        run.answer(.failure(Self.broken))
        run.send(.redrive)
        #expect(run.tasks.values.first?.arguments == ["v": 7])
    }

    @Test("one that runs, succeeded, or has a full history stays as it is")
    func refused() throws {
        var run = try VirtualRun(machine(Self.task))
        #expect(run.interpreter.redriveRefusal == .running)
        run.run()
        let count = run.events.count
        run.send(.redrive)
        #expect(run.events.count == count)
        run.answer(.success(1))
        #expect(run.interpreter.redriveRefusal == .succeeded)
        #expect(redrive(&run).isEmpty)
        #expect(run.status == .succeeded(output: 1))

        var full = try VirtualRun(machine(Self.task), limits: ExecutionLimits(historyEvents: 6))
        full.run()
        full.answer(.failure(Self.broken))
        #expect(full.events.count == 6)
        #expect(full.interpreter.redriveRefusal == .historyIsFull)
        #expect(redrive(&full).isEmpty)
    }
}
