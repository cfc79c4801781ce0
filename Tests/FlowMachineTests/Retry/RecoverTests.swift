import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Retry and Catch")
struct RecoverTests {
    private func machine(_ fields: JSONObject, language: String = "JSONPath") -> JSON {
        var task: JSONObject = ["Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true]
        for (key, value) in fields { task[key] = value }
        return [
            "QueryLanguage": .string(language), "StartAt": "Work",
            "States": ["Work": .object(task), "Caught": ["Type": "Pass", "End": true]],
        ]
    }

    /// Fails the earliest task and gives the wait before the next one in milliseconds, `nil` where none comes.
    private func fail(_ run: inout VirtualRun, _ error: ErrorName = "Broken") -> Int64? {
        let before = run.now
        run.answer(.failure(TaskFailure(error: error, cause: "why")))
        guard let timer = run.nextTimer, let due = run.timers[timer] else { return nil }
        run.fire(timer)
        return due.milliseconds - before.milliseconds
    }

    @Test("waits grow by the rate up to the longest, and end after MaxAttempts")
    func backoff() throws {
        let retrier: JSON = [
            "ErrorEquals": ["Broken"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 4, "MaxDelaySeconds": 20,
        ]
        var run = try VirtualRun(machine(["Retry": [retrier]]))
        run.run()
        let waits = (0..<5).map { _ in fail(&run) }
        #expect(waits == [2000, 6000, 18_000, 20_000, nil])
        #expect(run.status == .failed(error: "Broken", cause: "why"))
        #expect(run.types.filter { $0 == "TaskStateEntered" }.count == 1, "a retry enters nothing")
    }

    @Test("full jitter stays under the computed wait, and the same seed gives the same wait")
    func jitter() throws {
        let retrier: JSON = ["ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "JitterStrategy": "FULL"]
        let waits = try (UInt64(1)...20).map { seed in
            var run = try VirtualRun(machine(["Retry": [retrier]]), seed: seed)
            run.run()
            return try #require(fail(&run))
        }
        #expect(waits.allSatisfy { 0...10_000 ~= $0 })
        #expect(Set(waits).count > 10)
        var again = try VirtualRun(machine(["Retry": [retrier]]), seed: 7)
        again.run()
        #expect(fail(&again) == waits[6])
    }

    @Test("each retrier counts for itself, and only the first that matches is asked")
    func counters() throws {
        var run = try VirtualRun(
            machine([
                "Parameters": ["tries.$": "$$.State.RetryCount"],
                "Retry": [
                    ["ErrorEquals": ["A"], "MaxAttempts": 1, "IntervalSeconds": 1],
                    ["ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "IntervalSeconds": 5],
                ],
            ])
        )
        run.run()
        #expect(fail(&run, "A") == 1000)
        #expect(run.tasks.values.first?.arguments == ["tries": 1])
        #expect(run.tasks.values.first?.attempt == 2)
        #expect(fail(&run, "B") == 5000)
        #expect(fail(&run, "B") == 10_000)
        #expect(run.tasks.values.first?.idempotencyKey == "\(run.identity.id):2:4")
        #expect(fail(&run, "A") == nil, "A's own retrier is used up, the wildcard is not asked")
        #expect(run.status == .failed(error: "A", cause: "why"))
    }

    @Test("States.Runtime is neither retried nor caught")
    func runtime() throws {
        let fields: JSONObject = [
            "OutputPath": "$.no", "Retry": [["ErrorEquals": ["States.ALL"]]],
            "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Caught"]],
        ]
        var run = try VirtualRun(machine(fields))
        run.run()
        run.answer(.success([:]))
        guard case .failed("States.Runtime", _) = run.status else {
            Issue.record("\(String(describing: run.status))")
            return
        }
    }

    @Test("a catcher puts the error output where its ResultPath says, and assigns")
    func catchByPath() throws {
        let catcher: JSON = [
            "ErrorEquals": ["States.TaskFailed"], "Next": "Caught", "ResultPath": "$.error",
            "Assign": ["name.$": "$.Error"],
        ]
        var run = try VirtualRun(machine(["Catch": [catcher]]))
        run.run(["day": 1])
        _ = fail(&run)
        #expect(run.status == .succeeded(output: ["day": 1, "error": ["Error": "Broken", "Cause": "why"]]))
        #expect(run.history[5]["stateExitedEventDetails"]?["assignedVariables"] == ["name": "\"Broken\""])
    }

    @Test("a catcher in JSONata shapes its own output")
    func catchByExpression() throws {
        let catcher: JSON = [
            "ErrorEquals": ["States.ALL"], "Next": "Caught",
            "Output": "{% $states.errorOutput.Error & ' of ' & $states.input.day %}",
        ]
        var run = try VirtualRun(machine(["Catch": [catcher]], language: "JSONata"))
        run.run(["day": "Monday"])
        _ = fail(&run)
        #expect(run.status == .succeeded(output: "Broken of Monday"))
    }

    @Test("an expression that fails is recorded and can be caught")
    func catchEvaluation() throws {
        let catcher: JSON = ["ErrorEquals": ["States.QueryEvaluationError"], "Next": "Caught"]
        var run = try VirtualRun(
            machine(["Arguments": ["n": "{% $states.input.missing %}"], "Catch": [catcher]], language: "JSONata")
        )
        run.run()
        #expect(run.types[1...3] == ["TaskStateEntered", "EvaluationFailed", "TaskStateExited"])
        #expect(run.history[2]["evaluationFailedEventDetails"]?["location"] == "Arguments/n")
        #expect(run.events[2].previousEventID == 0)
        #expect(run.events[3].previousEventID == 3)
    }
}
