import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("One state alone")
struct SingleStateTests {
    private func interpreter(_ state: JSON, variables: JSONObject = [:]) throws -> Interpreter {
        let machine: JSON = [
            "StartAt": "First",
            "States": ["First": ["Type": "Pass", "Next": "S"], "S": state, "Last": ["Type": "Succeed"]],
        ]
        guard let definition = StateMachineDefinition.readUnjudged(machine).definition else {
            throw Diagnostic(code: "T", message: "no definition")
        }
        let program = try Program(definition, onlyState: "S", variables: variables.keys)
        let identity = ExecutionIdentity(id: "e", name: "e", stateMachineID: "m", stateMachineName: "m", roleARN: "")
        return Interpreter(program: program, execution: identity, randomSeed: 1, variables: variables)
    }

    @Test("each step of a task's data is told")
    func steps() throws {
        var interpreter = try interpreter(
            [
                "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "InputPath": "$.in",
                "Parameters": ["p.$": "$.a", "v.$": "$v"], "ResultSelector": ["r.$": "$.x"], "ResultPath": "$.out",
                "OutputPath": "$.out", "Assign": ["w.$": "$.x"], "Next": "Last",
            ],
            variables: ["v": 9]
        )
        let now = Timestamp(milliseconds: 0)
        let scheduled = interpreter.handle(.start(input: ["in": ["a": 1]]), at: now)
        guard case .scheduleTask(let task)? = scheduled.effects.first else {
            Issue.record("no task")
            return
        }
        let outcome = interpreter.handle(.taskSucceeded(task.id, ["x": 5]), at: now)
        #expect(outcome.status == .succeeded(output: ["r": 5]))
        let inspection = try #require(interpreter.inspection)
        #expect(inspection.input == ["in": ["a": 1]])
        #expect(inspection.afterInputPath == ["a": 1])
        #expect(inspection.afterArguments == ["p": 1, "v": 9])
        #expect(inspection.result == ["x": 5])
        #expect(inspection.afterResultSelector == ["r": 5])
        #expect(inspection.afterResultPath == ["in": ["a": 1], "out": ["r": 5]])
        #expect(inspection.output == ["r": 5])
        #expect(inspection.variables == ["v": 9, "w": 5])
        #expect(inspection.nextState == "Last")
    }

    @Test("a failure tells which retrier would repeat the state, and is not repeated")
    func retry() throws {
        var interpreter = try interpreter([
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "Next": "Last",
            "Retry": [["ErrorEquals": ["A"]], ["ErrorEquals": ["States.ALL"], "IntervalSeconds": 3]],
        ])
        let now = Timestamp(milliseconds: 0)
        _ = interpreter.handle(.start(input: [:]), at: now)
        let task = try #require(interpreter.pendingTasks.first)
        let outcome = interpreter.handle(.taskFailed(task, TaskFailure(error: "B", cause: "c")), at: now)
        #expect(outcome.status == .failed(error: "B", cause: "c"))
        #expect(interpreter.inspection?.retry?.number == 1)
        #expect(interpreter.inspection?.retry?.delayInMilliseconds == 3000)
        #expect(interpreter.inspection?.failure == TaskFailure(error: "B", cause: "c"))
    }

    @Test("a wait is over at once, and a Choice tells where it goes")
    func waitAndChoice() throws {
        var wait = try interpreter(["Type": "Wait", "Seconds": 100, "Next": "Last"])
        #expect(wait.handle(.start(input: 1), at: Timestamp(milliseconds: 0)).status == .succeeded(output: 1))
        var choice = try interpreter([
            "Type": "Choice", "Default": "First", "Choices": [["Variable": "$", "IsString": true, "Next": "Last"]],
        ])
        _ = choice.handle(.start(input: "text"), at: Timestamp(milliseconds: 0))
        #expect(choice.inspection?.nextState == "Last")
    }

    @Test("a state that is not there is refused with the nearest name")
    func unknownState() throws {
        let definition = try StateMachineDefinition(json: [
            "StartAt": "Load", "States": ["Load": ["Type": "Succeed"]],
        ])
        let diagnostic = try #require(throws: Diagnostic.self) { try Program(definition, onlyState: "Laod") }
        #expect(diagnostic.hint == "Did you mean \"Load\"?")
    }

    @Test("a state inside of a distributed Map can be run alone")
    func distributedMap() throws {
        let processor: JSON = [
            "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "I",
            "States": ["I": ["Type": "Pass", "Result": 7, "End": true]],
        ]
        let definition = try StateMachineDefinition(json: [
            "StartAt": "M", "States": ["M": ["Type": "Map", "ItemProcessor": processor, "End": true]],
        ])
        let program = try Program(definition, onlyState: "I")
        var run = VirtualRun(program, identity: try VirtualRun(definition.json).identity, seed: 1)
        run.run()
        #expect(run.status == .succeeded(output: 7))
    }
}
