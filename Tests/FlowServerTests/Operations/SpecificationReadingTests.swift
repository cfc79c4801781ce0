import FlowJSON
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("A server's reading of the specification")
struct SpecificationReadingTests {
    private static let labelled = """
        {"StartAt": "A", "States": {"A": {"Type": "Map", "End": true, "Label": "a b", "ItemProcessor": {
          "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
          "StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}}}}
        """

    @Test(
        "definitions are refused and judged by it",
        arguments: [(.ofLabels, "INVALID_LABEL_NAME"), (.ofSchema, "SCHEMA_VALIDATION_FAILED")]
            as [(SpecificationReading.LabelCode, String)]
    )
    func refusal(choice: SpecificationReading.LabelCode, code: String) async throws {
        let change = { (configuration: inout StepFunctionsAPI.Configuration) in
            configuration.reading.labelCode = choice
        }
        try await Served.with(change) { served in
            let judged = try await served.call(
                "ValidateStateMachineDefinition",
                ["definition": .string(Self.labelled)]
            )
            #expect(judged.value(at: "/diagnostics/0/code") == .string(code))
            let refused = try await served.ask(
                "CreateStateMachine",
                ["name": "m", "definition": .string(Self.labelled), "roleArn": .string(Served.role)]
            )
            #expect(refused.body["message"]?.stringValue?.contains("'\(code): ") == true)
        }
    }

    @Test("executions and tested states fail by it")
    func runs() async throws {
        let choice = #"{"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "B"}]}"#
        let machine = #"{"StartAt": "A", "States": {"A": \#(choice), "B": {"Type": "Succeed"}}}"#
        for (reading, error) in [
            (.noChoiceMatched, "States.NoChoiceMatched"), (.runtime, "States.Runtime"),
        ] as [(SpecificationReading.ChoiceWithoutMatch, JSON)] {
            let change = { (configuration: inout StepFunctionsAPI.Configuration) in
                configuration.reading.choiceWithoutMatch = reading
            }
            try await Served.with(change) { served in
                let execution = try await served.run(try await served.machine("m", machine))
                let described = try await served.call("DescribeExecution", ["executionArn": .string(execution)])
                #expect(described["error"] == error)
                let tested = try await served.call("TestState", ["definition": .string(choice)])
                #expect(tested["error"] == error)
            }
        }
    }
}
