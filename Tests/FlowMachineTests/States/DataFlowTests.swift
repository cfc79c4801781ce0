import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Data flow")
struct DataFlowTests {
    private func output(_ state: JSON, _ input: JSON, language: String = "JSONPath") throws -> ExecutionStatus? {
        var run = try VirtualRun([
            "QueryLanguage": .string(language), "StartAt": "S", "States": ["S": state],
        ])
        run.run(input)
        return run.status
    }

    @Test(
        "a Pass state shapes its input step by step",
        arguments: [
            (#"{}"#, #"{"a":1}"#, #"{"a":1}"#),
            (#"{"Result": [1]}"#, #"{"a":1}"#, "[1]"),
            (#"{"Result": 2, "ResultPath": "$.b"}"#, #"{"a":1}"#, #"{"a":1,"b":2}"#),
            (#"{"Result": 2, "ResultPath": "$.b.c"}"#, #"{"a":1}"#, #"{"a":1,"b":{"c":2}}"#),
            (#"{"Result": 2, "ResultPath": null}"#, #"{"a":1}"#, #"{"a":1}"#),
            (#"{"InputPath": "$.a"}"#, #"{"a":1}"#, "1"),
            (#"{"InputPath": null}"#, #"{"a":1}"#, "{}"),
            (#"{"OutputPath": null}"#, #"{"a":1}"#, "{}"),
            (#"{"InputPath": "$.a", "ResultPath": "$.b", "OutputPath": "$.b"}"#, #"{"a":1}"#, "1"),
            (#"{"Parameters": {"x.$": "$.a", "y": "$.a"}}"#, #"{"a":1}"#, #"{"x":1,"y":"$.a"}"#),
            (#"{"Parameters": {"l": [{"x.$": "$.a"}]}}"#, #"{"a":1}"#, #"{"l":[{"x":1}]}"#),
            (#"{"Parameters": {"n.$": "States.MathAdd($.a, 2)"}}"#, #"{"a":1}"#, #"{"n":3}"#),
            (#"{"Parameters": {"n.$": "$$.Execution.Name"}}"#, "{}", #"{"n":"run"}"#),
            (#"{"Parameters": {"n.$": "$$.State.Name"}}"#, "{}", #"{"n":"S"}"#),
        ]
    )
    func pass(fields: String, input: String, expected: String) throws {
        guard case .object(var state) = try JSON(parsing: fields) else { return }
        state["Type"] = "Pass"
        state["End"] = true
        let expected = ExecutionStatus.succeeded(output: try JSON(parsing: expected))
        #expect(try output(.object(state), try JSON(parsing: input)) == expected)
    }

    @Test(
        "a JSONata state gives its Output",
        arguments: [
            (#""{% $states.input.a + 1 %}""#, #"{"a":1}"#, "2"),
            (
                #"{"x": "{% $states.input.a %}", "y": [1, "{% 'z' %}"], "s": "plain"}"#, #"{"a":1}"#,
                #"{"x":1,"y":[1,"z"],"s":"plain"}"#
            ),
            (#""{% $states.context.State.Name %}""#, "{}", #""S""#),
            (#""{% $states.input.a[b > 1].b %}""#, #"{"a":[{"b":1},{"b":2},{"b":3}]}"#, "[2,3]"),
        ]
    )
    func jsonata(text: String, input: String, expected: String) throws {
        let state: JSON = ["Type": "Pass", "End": true, "Output": try JSON(parsing: text)]
        let expected = ExecutionStatus.succeeded(output: try JSON(parsing: expected))
        #expect(try output(state, try JSON(parsing: input), language: "JSONata") == expected)
    }

    @Test("a ResultPath that leads through a number fails by its own name")
    func resultPath() throws {
        let state: JSON = ["Type": "Pass", "End": true, "Result": 1, "ResultPath": "$.a.b"]
        guard case .failed("States.ResultPathMatchFailure", _) = try output(state, ["a": 1]) else {
            Issue.record("no such failure")
            return
        }
    }

    @Test("a result over the limit fails with States.DataLimitExceeded")
    func dataLimit() throws {
        let state: JSON = [
            "Type": "Pass", "End": true, "Parameters": ["a.$": "$.a", "b.$": "$.a"],
        ]
        let large = JSON.string(String(repeating: "x", count: 200_000))
        let expected = ExecutionStatus.failed(
            error: "States.DataLimitExceeded",
            cause:
                "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit."
        )
        #expect(try output(state, ["a": large]) == expected)
        #expect(try output(["Type": "Pass", "End": true], ["a": large]) == .succeeded(output: ["a": large]))
    }

    @Test("variables are assigned at the exit and seen from the next state on")
    func variables() throws {
        var run = try VirtualRun([
            "StartAt": "A",
            "States": [
                "A": ["Type": "Pass", "Assign": ["x": 1], "Next": "B"],
                "B": ["Type": "Pass", "Assign": ["x": 2, "y.$": "$x"], "Next": "C"],
                "C": ["Type": "Pass", "Parameters": ["x.$": "$x", "y.$": "$y"], "End": true],
            ],
        ])
        run.run()
        #expect(run.status == .succeeded(output: ["x": 2, "y": 1]))
    }

    @Test("an inner scope reads outer variables, and its own end with it")
    func scopes() throws {
        let inner: JSON = [
            "StartAt": "I",
            "States": [
                "I": ["Type": "Pass", "Assign": ["z.$": "$x"], "Next": "J"],
                "J": ["Type": "Pass", "Parameters": ["z.$": "$z"], "End": true],
            ],
        ]
        var run = try VirtualRun([
            "StartAt": "A",
            "States": [
                "A": ["Type": "Pass", "Assign": ["x": 1], "Next": "B"],
                "B": ["Type": "Parallel", "Branches": [inner], "Next": "C"],
                "C": ["Type": "Pass", "Parameters": ["x.$": "$x", "b.$": "$"], "End": true],
            ],
        ])
        run.run()
        #expect(run.status == .succeeded(output: ["x": 1, "b": [["z": 1]]]))
    }
}
