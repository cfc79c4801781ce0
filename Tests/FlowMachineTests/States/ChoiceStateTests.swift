import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Choice states")
struct ChoiceStateTests {
    private func status(_ rule: JSON, _ input: JSON) throws -> ExecutionStatus? {
        guard case .object(var fields) = rule else { return nil }
        fields["Next"] = "Yes"
        let choice: JSON = ["Type": "Choice", "Choices": [.object(fields)], "Default": "No"]
        let yes: JSON = ["Type": "Pass", "Result": true, "End": true]
        let no: JSON = ["Type": "Pass", "Result": false, "End": true]
        var run = try VirtualRun(["StartAt": "Pick", "States": ["Pick": choice, "Yes": yes, "No": no]])
        run.run(input)
        return run.status
    }

    @Test(
        "an operator holds or not, and never holds for a value of another type",
        arguments: [
            (#""StringEquals": "a""#, #""a""#, true), (#""StringEquals": "a""#, "1", false),
            (#""StringLessThan": "b""#, #""a""#, true), (#""StringLessThan": "b""#, #""b""#, false),
            (#""StringGreaterThan": "é""#, #""z""#, false), (#""StringGreaterThanEquals": "a""#, #""a""#, true),
            (#""StringLessThanEquals": "a""#, #""a""#, true), (#""StringMatches": "log-*.txt""#, #""log-1.txt""#, true),
            (#""StringMatches": "*""#, #""""#, true), (#""StringMatches": "a\\\\*""#, #""ab""#, false),
            (#""NumericEquals": 1"#, "1.0", true), (#""NumericLessThan": 2"#, "1", true),
            (#""NumericGreaterThan": 2"#, "3", true), (#""NumericGreaterThanEquals": 2"#, "2", true),
            (#""NumericLessThanEquals": 2"#, "2.5", false), (#""NumericEquals": 1"#, #""1""#, false),
            (#""BooleanEquals": false"#, "false", true), (#""BooleanEquals": false"#, "null", false),
            (#""TimestampEquals": "2026-11-21T00:00:00Z""#, #""2026-11-21T01:00:00+01:00""#, true),
            (#""TimestampLessThan": "2026-11-21T00:00:00Z""#, #""2026-11-20T23:59:59.999Z""#, true),
            (#""TimestampGreaterThan": "2026-11-21T00:00:00Z""#, #""yesterday""#, false),
            (#""IsNull": true"#, "null", true), (#""IsNull": false"#, "1", true), (#""IsNumeric": true"#, "1.5", true),
            (#""IsString": true"#, #""x""#, true), (#""IsBoolean": true"#, "true", true),
            (#""IsTimestamp": true"#, #""2026-11-21T00:00:00Z""#, true), (#""IsTimestamp": true"#, #""x""#, false),
            (#""IsPresent": true"#, "null", true), (#""IsPresent": false"#, "1", false),
        ] as [(String, String, Bool)]
    )
    func operators(test: String, value: String, expected: Bool) throws {
        let rule = try JSON(parsing: "{\"Variable\": \"$.x\", \(test)}")
        let input = try JSON(parsing: "{\"x\": \(value)}")
        #expect(try status(rule, input) == .succeeded(output: .bool(expected)))
    }

    @Test("tests are joined, and a guard keeps the second from being asked")
    func joined() throws {
        let rule = try JSON(
            parsing:
                """
                {"And": [{"Variable": "$.n", "IsPresent": true},
                         {"Or": [{"Variable": "$.n", "NumericGreaterThan": 9},
                                 {"Not": {"Variable": "$.n", "NumericGreaterThanPath": "$.least"}}]}]}
                """
        )
        #expect(try status(rule, [:]) == .succeeded(output: false))
        #expect(try status(rule, ["n": 10]) == .succeeded(output: true))
        #expect(try status(rule, ["n": 3, "least": 5]) == .succeeded(output: true))
        #expect(try status(rule, ["n": 7, "least": 5]) == .succeeded(output: false))
    }

    @Test("a variable that is not there is a fault of the machine")
    func missingVariable() throws {
        let rule: JSON = ["Variable": "$.x", "NumericEquals": 1]
        let cause = "An error occurred while executing the state 'Pick' (entered at the event id #2). "
        let expected = ExecutionStatus.failed(
            error: "States.Runtime",
            cause: cause + "Invalid path '$.x': The choice state's condition path references an invalid value."
        )
        #expect(try status(rule, [:]) == expected)
    }

    @Test("no rule and no default is States.NoChoiceMatched")
    func noMatch() throws {
        let choice: JSON = [
            "Type": "Choice", "Choices": [["Variable": "$.x", "NumericEquals": 1, "Next": "Yes"]],
        ]
        var run = try VirtualRun(["StartAt": "Pick", "States": ["Pick": choice, "Yes": ["Type": "Succeed"]]])
        run.run(["x": 2])
        guard case .failed("States.NoChoiceMatched", _) = run.status else {
            Issue.record("\(String(describing: run.status))")
            return
        }
    }

    @Test("a condition that is no boolean is an evaluation's failure")
    func conditionType() throws {
        let choice: JSON = ["Type": "Choice", "Choices": [["Condition": "{% 1 %}", "Next": "Yes"]]]
        var run = try VirtualRun([
            "QueryLanguage": "JSONata", "StartAt": "Pick", "States": ["Pick": choice, "Yes": ["Type": "Succeed"]],
        ])
        run.run()
        guard case .failed("States.QueryEvaluationError", let cause) = run.status else {
            Issue.record("\(String(describing: run.status))")
            return
        }
        let end = "'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for "
        #expect(cause?.hasSuffix(end + "value: 1") == true)
    }
}
