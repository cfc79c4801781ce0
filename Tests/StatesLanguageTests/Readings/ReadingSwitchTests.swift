import FlowDiagnostics
import FlowJSON
import Foundation
import StatesLanguage
import Testing

@Suite("Switches of a reading")
struct ReadingSwitchTests {
    private static func reading(_ name: String, _ value: String) -> SpecificationReading {
        var reading = SpecificationReading()
        #expect(ReadingSwitch.named(name)?.set(value, in: &reading) == true)
        return reading
    }

    private static func diagnostics(_ state: String, in reading: SpecificationReading) -> [Diagnostic] {
        StateMachineDefinition.decode(
            text: #"{"StartAt": "A", "States": {"A": {"End": true, \#(state)}}}"#,
            rules: .language,
            reading: reading
        ).diagnostics
    }

    @Test("there is one for each disagreement, and its first value is the default")
    func defaults() {
        #expect(ReadingSwitch.all.count == 10)
        #expect(Set(ReadingSwitch.all.map(\.name)).count == 10)
        for item in ReadingSwitch.all {
            var reading = SpecificationReading()
            #expect(item.values.count == 2)
            #expect(item.set(item.values[0].name, in: &reading))
            #expect(reading == SpecificationReading())
            #expect(item.set(item.values[1].name, in: &reading))
            #expect(reading != SpecificationReading())
            #expect(!item.set("perhaps", in: &reading))
        }
        #expect(ReadingSwitch.named("choice") == nil)
    }

    @Test("a text says what is not as by default")
    func text() {
        #expect(SpecificationReading().text.isEmpty)
        #expect(SpecificationReading(text: "") == SpecificationReading())
        var reading = SpecificationReading()
        for item in ReadingSwitch.all { _ = item.set(item.values[1].name, in: &reading) }
        #expect(reading.text.hasPrefix("choice-without-match=runtime missing-path=parameter-path-failure "))
        #expect(SpecificationReading(text: reading.text) == reading)
        #expect(SpecificationReading(text: "missing-path=other") == nil)
        #expect(SpecificationReading(text: "missing-path") == nil)
    }

    @Test("docs/readings.md is what the switches make")
    func document() throws {
        let written = try Shared.text(of: Shared.checkout.appending(path: "docs/readings.md"))
        #expect(written == ReadingSwitch.document, "run: flow-task explain --readings > docs/readings.md")
    }

    @Test(
        "what the validator says follows the reading",
        arguments: [
            // A retrier's longest delay.
            (Self.retried(31_622_401), "max-delay", "31622400", ["B07"]),
            (Self.retried(31_622_401), "max-delay", "unbounded", []),
            (Self.retried(1), "max-delay", "unbounded", ["B07"]),
            // A heartbeat beside the default timeout.
            (Self.task + #", "HeartbeatSeconds": 90"#, "default-task-timeout", "99999999", []),
            (Self.task + #", "HeartbeatSeconds": 90"#, "default-task-timeout", "60", ["B02"]),
            (Self.task + #", "HeartbeatSeconds": 30"#, "default-task-timeout", "60", []),
            (Self.task + #", "HeartbeatSeconds": 90, "TimeoutSeconds": 99"#, "default-task-timeout", "60", []),
            (Self.task + #", "HeartbeatSeconds": 90, "TimeoutSecondsPath": "$.t""#, "default-task-timeout", "60", []),
            // An expression that is none.
            (Self.credentials, "credentials", "evaluated", []), (Self.credentials, "credentials", "literal", ["C11"]),
        ] as [(String, String, String, [String])]
    )
    func rules(state: String, name: String, value: String, expected: [String]) {
        let found = Self.diagnostics(state, in: Self.reading(name, value))
        #expect(found.map(\.code.text) == expected)
    }

    @Test(
        "a wildcard hides what it matches",
        arguments: [
            ("States.Runtime", "task-failed-of-limits", "escapes", false),
            ("States.DataLimitExceeded", "task-failed-of-limits", "escapes", false),
            ("States.DataLimitExceeded", "task-failed-of-limits", "matches", true),
            ("States.QueryEvaluationError", "task-failed-of-data", "matches", true),
            ("States.QueryEvaluationError", "task-failed-of-data", "escapes", false),
            ("States.IntrinsicFailure", "task-failed-of-data", "escapes", false),
            ("Orders.NotFound", "task-failed-of-data", "escapes", true),
        ] as [(String, String, String, Bool)]
    )
    func shadowing(error: String, name: String, value: String, isHidden: Bool) {
        let state =
            Self.task + #", "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "A"}, "#
            + #"{"ErrorEquals": ["\#(error)"], "Next": "A"}]"#
        let reading = Self.reading(name, value)
        let found = StateMachineDefinition.decode(
            text: #"{"StartAt": "A", "States": {"A": {"End": true, \#(state)}}}"#,
            reading: reading
        ).diagnostics
        #expect(found.contains { $0.code == .shadowedRetry } == isHidden)
        #expect(ErrorName.taskFailed.matches(ErrorName(error), by: reading) == isHidden)
    }

    @Test("a label is refused with its own code or with that of every value")
    func labels() {
        let text = """
            {"StartAt": "A", "States": {"A": {"Type": "Map", "End": true, "Label": "a b", "ItemProcessor": {
              "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
              "StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}}}}
            """
        for (value, code) in [("label-name", "INVALID_LABEL_NAME"), ("schema", "SCHEMA_VALIDATION_FAILED")] {
            let reading = Self.reading("label-code", value)
            let found = StateMachineDefinition.awsDiagnostics(of: text, reading: reading)
            #expect(found.map(\.code) == [code])
        }
    }

    private static let task = #""Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f""#
    private static let credentials =
        #""QueryLanguage": "JSONata", "Credentials": {"RoleArn": "{% $states.input.role %}"}, "# + task

    private static func retried(_ longest: Int) -> String {
        task + #", "Retry": [{"ErrorEquals": ["States.ALL"], "MaxDelaySeconds": \#(longest)}]"#
    }
}
