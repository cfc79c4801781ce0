import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Task states")
struct TaskStateTests {
    private static let activity = "arn:aws:states:us-east-1:123456789012:activity:files-copy"

    private func machine(_ fields: JSONObject) -> JSON {
        var task: JSONObject = ["Type": "Task", "Resource": .string(Self.activity)]
        for (key, value) in fields { task[key] = value }
        if task["Next"] == nil { task["End"] = true }
        return [
            "StartAt": "Work",
            "States": ["Work": .object(task), "Caught": ["Type": "Pass", "End": true]],
        ]
    }

    @Test("a task is scheduled with its arguments, and its result goes on")
    func success() throws {
        var run = try VirtualRun(machine(["Parameters": ["day.$": "$.day"], "ResultPath": "$.copied"]))
        run.run(["day": "2026-11-21"])
        let task = try #require(run.tasks.values.first)
        #expect(task.stateName == "Work")
        #expect(task.resource == Self.activity)
        #expect(task.arguments == ["day": "2026-11-21"])
        #expect(task.attempt == 1)
        #expect(task.idempotencyKey == "\(run.identity.id):2:1")
        run.send(.taskStarted(task.id))
        run.answer(.success(["files": 2]))
        #expect(run.status == .succeeded(output: ["day": "2026-11-21", "copied": ["files": 2]]))
        #expect(
            run.types == [
                "ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded",
                "TaskStateExited", "ExecutionSucceeded",
            ]
        )
        #expect(run.events.map(\.previousEventID) == [0, 0, 2, 3, 4, 5, 6])
        #expect(run.effects.last == .executionEnded(.succeeded(output: run.events[5].value)))
    }

    @Test("a task that answers without having started has started all the same")
    func answerWithoutStart() throws {
        var run = try VirtualRun(machine([:]))
        run.run()
        run.answer(.success([:]))
        #expect(run.types[2...4] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"])
    }

    @Test(
        "each kind of resource has events of its own",
        arguments: [
            ("arn:aws:lambda:us-east-1:123456789012:function:f", "LambdaFunction"),
            ("arn:aws:states:us-east-1:123456789012:activity:a", "Activity"),
            ("arn:aws:states:::aws-sdk:sqs:sendMessage", "Task"),
            ("arn:aws:states:::aws-sdk:s3:getObject", "Task"),
        ]
    )
    func events(resource: String, prefix: String) throws {
        var run = try VirtualRun(machine(["Resource": .string(resource)]))
        run.run()
        run.answer(.failure(TaskFailure(error: "Broken", cause: "why")))
        #expect(run.types[2...4] == ["\(prefix)Scheduled", "\(prefix)Started", "\(prefix)Failed"])
        #expect(run.status == .failed(error: "Broken", cause: "why"))
    }

    @Test("the rendered events of an integration name its service and action")
    func rendering() throws {
        var run = try VirtualRun(machine(["Resource": "arn:aws:states:::aws-sdk:s3:getObject", "TimeoutSeconds": 9]))
        run.run(["Bucket": "b"])
        let expected = try JSON(
            parsing:
                """
                {"resourceType": "aws-sdk:s3", "resource": "getObject", "region": "us-east-1",
                 "parameters": "{\\"Bucket\\":\\"b\\"}", "timeoutInSeconds": 9}
                """
        )
        #expect(run.history[2]["taskScheduledEventDetails"] == expected)
    }

    @Test("a task over its time is cancelled and fails with States.Timeout")
    func timeout() throws {
        var run = try VirtualRun(machine(["TimeoutSeconds": 5]))
        run.run()
        let task = try #require(run.tasks.keys.first)
        #expect(run.timers.isEmpty, "the clock starts when the task does")
        run.send(.taskStarted(task))
        let started = run.now
        let timer = try #require(run.nextTimer)
        #expect(run.timers[timer] == started.adding(seconds: 5))
        run.fire(timer)
        #expect(run.effects == [.cancelTask(task), .executionEnded(.failed(error: "States.Timeout", cause: nil))])
        #expect(run.types.suffix(2) == ["ActivityTimedOut", "ExecutionFailed"])
        #expect(run.history[4]["activityTimedOutEventDetails"] == ["error": "States.Timeout"])
    }

    @Test("an answer after the time is over changes nothing")
    func lateAnswer() throws {
        var run = try VirtualRun(machine(["TimeoutSeconds": 5, "Retry": [["ErrorEquals": ["States.Timeout"]]]]))
        run.run()
        let task = try #require(run.tasks.keys.first)
        run.send(.taskStarted(task))
        run.fire(try #require(run.nextTimer))
        let count = run.events.count
        run.send(.taskSucceeded(task, [:]))
        run.send(.taskFailed(task, TaskFailure(error: "Late")))
        run.send(.taskHeartbeat(task))
        #expect(run.events.count == count)
        #expect(run.effects.isEmpty)
        #expect(run.status == nil)
    }

    @Test("heartbeats put off the heartbeat's end, silence does not")
    func heartbeat() throws {
        var run = try VirtualRun(machine(["TimeoutSeconds": 100, "HeartbeatSeconds": 10]))
        run.run()
        let task = try #require(run.tasks.keys.first)
        run.send(.taskStarted(task))
        let start = run.now
        run.now = start.adding(seconds: 7)
        run.send(.taskHeartbeat(task))
        #expect(run.effects.isEmpty)
        run.fire(try #require(run.nextTimer))
        #expect(run.now == start.adding(seconds: 10))
        #expect(run.status == nil)
        run.fire(try #require(run.nextTimer))
        #expect(run.now == start.adding(seconds: 17))
        #expect(run.status == .failed(error: "States.HeartbeatTimeout", cause: nil))
        #expect(run.effects.contains(.cancelTask(task)))
        #expect(run.timers.isEmpty, "the other timer is cancelled")
    }

    @Test("a path that finds no timeout fails before anything is scheduled")
    func missingTimeoutPath() throws {
        var run = try VirtualRun(machine(["TimeoutSecondsPath": "$.limit"]))
        run.run()
        #expect(run.types == ["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"])
        let cause = "An error occurred while executing the state 'Work' (entered at the event id #2). "
        let expected = ExecutionStatus.failed(
            error: "States.Runtime",
            cause: cause + "Invalid path '$.limit' : No results for path: $['limit']"
        )
        #expect(run.status == expected)
    }

    @Test("an integration without what it must have ends the execution, as AWS has it")
    func missingParameters() throws {
        let resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
        var run = try VirtualRun(machine(["Resource": .string(resource), "Parameters": ["Other": 1]]))
        run.run()
        #expect(run.types == ["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"])
        let cause = "An error occurred while executing the state 'Work' (entered at the event id #2). "
        let faults =
            "The field 'QueueUrl' is required but was missing, The field 'MessageBody' is required but was missing"
        let expected = ExecutionStatus.failed(
            error: "States.Runtime",
            cause: cause + "The Parameters '{\"Other\":1}' could not be used to start the Task: [\(faults)]"
        )
        #expect(run.status == expected)
    }

    @Test("a task token is in the context object and in the order")
    func taskToken() throws {
        let resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
        var run = try VirtualRun(
            machine(["Resource": .string(resource), "Parameters": ["QueueUrl": "q", "MessageBody.$": "$$.Task.Token"]])
        )
        run.run()
        let task = try #require(run.tasks.values.first)
        let token = try #require(task.taskToken)
        #expect(task.arguments == ["QueueUrl": "q", "MessageBody": .string(token)])
        let read = try #require(TaskToken(token))
        #expect(read.text == token)
        #expect(read.task == task.id)
        #expect(read.execution == run.interpreter.identity.id)
    }

    @Test("stopping cancels what runs and tells why")
    func stop() throws {
        var run = try VirtualRun(machine(["TimeoutSeconds": 5]))
        run.run()
        let task = try #require(run.tasks.keys.first)
        run.send(.taskStarted(task))
        let timer = try #require(run.nextTimer)
        run.send(.stop(error: "Enough", cause: nil))
        let status = ExecutionStatus.aborted(error: "Enough", cause: nil)
        #expect(run.effects == [.cancelTask(task), .cancelTimer(timer), .executionEnded(status)])
        #expect(run.events.last?.previousEventID == 0)
        #expect(run.types.last == "ExecutionAborted")
    }
}
