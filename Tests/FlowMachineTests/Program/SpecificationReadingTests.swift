import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

/// Both readings of each switch that changes what an execution does.
@Suite("Readings of the specification")
struct SpecificationReadingTests {
    /// Runs a machine by a reading such as `missing-path=runtime`.
    private func run(_ machine: JSON, _ input: JSON = [:], by reading: String) throws -> VirtualRun {
        var chosen = SpecificationReading()
        let parts = reading.split(separator: "=").map(String.init)
        let name = try #require(ReadingSwitch.named(parts[0]))
        #expect(name.set(parts[1], in: &chosen))
        var run = try VirtualRun(machine, reading: chosen)
        run.run(input)
        return run
    }

    private func error(of run: VirtualRun) -> String? {
        if case .failed(let error, _)? = run.status { error } else { nil }
    }

    private static let caught: JSON = ["Type": "Pass", "Result": "caught", "End": true]

    @Test(
        "a Choice state without a match",
        arguments: [("no-choice-matched", "States.NoChoiceMatched"), ("runtime", "States.Runtime")]
    )
    func choice(value: String, expected: String) throws {
        let choice: JSON = ["Type": "Choice", "Choices": [["Variable": "$.x", "NumericEquals": 1, "Next": "Yes"]]]
        let machine: JSON = ["StartAt": "Pick", "States": ["Pick": choice, "Yes": ["Type": "Succeed"]]]
        let run = try run(machine, ["x": 2], by: "choice-without-match=\(value)")
        #expect(error(of: run) == expected)
        guard case .failed(_, let cause)? = run.status else { return }
        #expect(cause?.hasSuffix("The state does not point to a next state.") == true)
    }

    @Test(
        "a match that is missing in a branch can be caught by its name only",
        arguments: [("no-choice-matched", .succeeded(output: "caught")), ("runtime", nil)]
            as [(String, ExecutionStatus?)]
    )
    func choiceInBranch(value: String, expected: ExecutionStatus?) throws {
        let choice: JSON = ["Type": "Choice", "Choices": [["Variable": "$.x", "NumericEquals": 1, "Next": "Yes"]]]
        let parallel: JSON = [
            "Type": "Parallel", "End": true, "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Caught"]],
            "Branches": [["StartAt": "Pick", "States": ["Pick": choice, "Yes": ["Type": "Succeed"]]]],
        ]
        let machine: JSON = ["StartAt": "Both", "States": ["Both": parallel, "Caught": Self.caught]]
        let run = try run(machine, ["x": 2], by: "choice-without-match=\(value)")
        if let expected { #expect(run.status == expected) } else { #expect(error(of: run) == "States.Runtime") }
    }

    @Test(
        "a payload template's path that selects nothing",
        arguments: [
            ["Type": "Pass", "Parameters": ["a.$": "$.x"], "End": true],
            ["Type": "Pass", "Parameters": ["a.$": "States.Format('{}', $.x)"], "End": true],
            ["Type": "Pass", "Assign": ["a.$": "$.x"], "End": true],
        ] as [JSON]
    )
    func missingPath(state: JSON) throws {
        let machine: JSON = ["StartAt": "A", "States": ["A": state]]
        #expect(error(of: try run(machine, by: "missing-path=runtime")) == "States.Runtime")
        let named = try run(machine, by: "missing-path=parameter-path-failure")
        #expect(error(of: named) == "States.ParameterPathFailure")
    }

    @Test("a path of another field that selects nothing is States.Runtime by either reading")
    func otherPaths() throws {
        for state in [
            ["Type": "Pass", "InputPath": "$.x", "End": true], ["Type": "Fail", "ErrorPath": "$.x"],
        ] as [JSON] {
            let machine: JSON = ["StartAt": "A", "States": ["A": state]]
            #expect(error(of: try run(machine, by: "missing-path=parameter-path-failure")) == "States.Runtime")
        }
    }

    @Test("an item selector's path that selects nothing, in a map run too")
    func missingPathOfItem() throws {
        let catchers: JSON = [["ErrorEquals": ["States.ParameterPathFailure"], "Next": "Caught"]]
        let machine = DistributedMapTests.machine(["ItemSelector": ["a.$": "$.x"], "Catch": catchers])
        let caught = try run(machine, [1], by: "missing-path=parameter-path-failure")
        guard case .succeeded? = caught.status else {
            Issue.record("\(String(describing: caught.status))")
            return
        }
        #expect(error(of: try run(machine, [1], by: "missing-path=runtime")) == "States.Runtime")
    }

    @Test("a task without a timeout", arguments: [("99999999", nil), ("60", 60)] as [(String, Int64?)])
    func taskTimeout(value: String, expected: Int64?) throws {
        let task: JSON = ["Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "End": true]
        let machine: JSON = ["StartAt": "A", "States": ["A": task]]
        var run = try run(machine, by: "default-task-timeout=\(value)")
        let scheduled = try #require(run.tasks.values.first)
        #expect(scheduled.timeoutSeconds == expected)
        run.send(.taskStarted(scheduled.id))
        guard let timer = run.nextTimer else {
            #expect(expected == nil)
            return
        }
        run.fire(timer)
        #expect(error(of: run) == "States.Timeout")
    }

    @Test("a written timeout is what it is by either reading")
    func writtenTimeout() throws {
        let task: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "TimeoutSeconds": 90, "End": true,
        ]
        let run = try run(["StartAt": "A", "States": ["A": task]], by: "default-task-timeout=60")
        #expect(run.tasks.values.first?.timeoutSeconds == 90)
    }

    @Test("an object of items in JSONata")
    func items() throws {
        let machine = DistributedMapTests.machine(["Items": "{% {'a': 1} %}"], language: "JSONata")
        let pairs = try run(machine, by: "items-object=key-value")
        #expect(pairs.status == .succeeded(output: [["Key": "a", "Value": 1]]))
        let refused = try run(machine, by: "items-object=refused")
        guard case .failed("States.QueryEvaluationError", let cause)? = refused.status else {
            Issue.record("\(String(describing: refused.status))")
            return
        }
        #expect(cause?.hasSuffix("Expected 'array', but was 'object' for value: {\"a\":1}") == true)
    }

    @Test("an object of items in JSONPath is taken by either reading")
    func itemsInJSONPath() throws {
        let run = try run(DistributedMapTests.machine(), ["a": 1], by: "items-object=refused")
        #expect(run.status == .succeeded(output: [["Key": "a", "Value": 1]]))
    }

    @Test("an expression in Credentials", arguments: [("evaluated", "arn:role"), ("literal", "{% 'arn:' & 'role' %}")])
    func credentials(value: String, expected: String) throws {
        let task: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "End": true,
            "Credentials": ["RoleArn": "{% 'arn:' & 'role' %}"],
        ]
        let machine: JSON = ["QueryLanguage": "JSONata", "StartAt": "A", "States": ["A": task]]
        let run = try run(machine, by: "credentials=\(value)")
        #expect(run.tasks.values.first?.credentials == ["RoleArn": .string(expected)])
    }

    @Test("States.TaskFailed and States.Runtime", arguments: ["escapes", "matches"])
    func taskFailedOfRuntime(value: String) throws {
        let task: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "End": true, "InputPath": "$.x",
            "Catch": [["ErrorEquals": ["States.TaskFailed"], "Next": "Caught"]],
        ]
        let machine: JSON = ["StartAt": "A", "States": ["A": task, "Caught": Self.caught]]
        let run = try run(machine, by: "task-failed-of-limits=\(value)")
        if value == "matches" {
            #expect(run.status == .succeeded(output: "caught"))
        } else {
            #expect(error(of: run) == "States.Runtime")
        }
    }

    @Test("States.TaskFailed and States.DataLimitExceeded", arguments: ["escapes", "matches"])
    func taskFailedOfLimits(value: String) throws {
        let task: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "End": true,
            "Catch": [["ErrorEquals": ["States.TaskFailed"], "Next": "Caught"]],
        ]
        let machine: JSON = ["StartAt": "A", "States": ["A": task, "Caught": Self.caught]]
        var run = try run(machine, by: "task-failed-of-limits=\(value)")
        run.answer(.success(.string(String(repeating: "x", count: 262_144))))
        if value == "matches" {
            #expect(run.status == .succeeded(output: "caught"))
        } else {
            #expect(error(of: run) == "States.DataLimitExceeded")
        }
    }

    @Test("States.TaskFailed and what the state's own data fails with", arguments: ["matches", "escapes"])
    func taskFailedOfData(value: String) throws {
        let task: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "End": true,
            "Arguments": "{% $states.input.x %}", "Catch": [["ErrorEquals": ["States.TaskFailed"], "Next": "Caught"]],
        ]
        let caught: JSON = ["Type": "Pass", "Output": "caught", "End": true]
        let machine: JSON = ["QueryLanguage": "JSONata", "StartAt": "A", "States": ["A": task, "Caught": caught]]
        let run = try run(machine, by: "task-failed-of-data=\(value)")
        if value == "matches" {
            #expect(run.status == .succeeded(output: "caught"))
        } else {
            #expect(error(of: run) == "States.QueryEvaluationError")
        }
    }
}
