import FlowDiagnostics
import FlowJSON
import Foundation
import StatesLanguage
import Testing

/// AWS's words for what is wrong with a definition.
@Suite struct AWSDiagnosticTests {
    @Test(
        "says what ValidateStateMachineDefinition was recorded to say",
        .enabled(if: Shared.exists(Shared.recordings))
    )
    func recorded() throws {
        let text = try Shared.text(of: Shared.recordings.appending(path: "sfn_api_validation.ndjson"))
        var compared = 0
        for line in text.split(separator: "\n") {
            let record = try JSON(parsing: String(line))
            let definition = try #require(record.value(at: "/steps/0/params/definition"))
            let written = definition.stringValue ?? definition["$json"]?.text
            let type = record.value(at: "/steps/0/params/type")?.stringValue.flatMap {
                ItemProcessor.ExecutionType(rawValue: $0)
            }
            let found = StateMachineDefinition.awsDiagnostics(
                of: try #require(written),
                executionType: type ?? .standard
            )
            #expect(.array(found.map(\.json)) == record.value(at: "/expect/0/recorded/diagnostics"))
            compared += 1
        }
        #expect(compared == 6)
    }

    @Test(
        "words a refusal as it was recorded",
        arguments: [
            (
                #"{"StartAt": "W", "States": {"W": {"Type": "Wait", "Timestamp": "2026-01-01", "End": true}}}"#,
                "SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/W/Timestamp"
            ),
            (
                #"{"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [], "End": true}}}"#,
                "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/P/Branches"
            ),
            (
                #"{"StartAt": "S", "States": {"S": {"Type": "Unknown", "End": true}}}"#,
                "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: "
                    + "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/S/Type"
            ),
            (
                #"{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Credentials": {}, "End": true}}}"#,
                "SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing at /States/T/Credentials"
            ),
            (
                #"{"StartAt": "I", "States": {"I": {"Type": "Pass", "Parameters": {"parsed.$": "States.StringToJson('\\')"}, "End": true}}}"#,
                "SCHEMA_VALIDATION_FAILED: The value for the field 'parsed.$' must be a valid JSONPath or a valid "
                    + "intrinsic function call at /States/I/Parameters"
            ),
            (
                #"{"StartAt": "C", "States": {"C": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "X"}]}, "D": {"Type": "Succeed"}}}"#,
                "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/C/Choices[0]/Next"
            ),
        ]
    )
    func words(definition: String, expected: String) {
        let found = StateMachineDefinition.awsDiagnostics(of: definition).filter { $0.severity == .error }
        #expect(found.map(\.quoted) == [expected])
    }

    @Test(
        "warns by AWS's codes",
        arguments: [
            (#""Parameters": {"x": "$.x"}"#, "NO_DOLLAR", "/States/P/Parameters/x"),
            (#""Result": {"x.$": "$.x"}"#, "PASS_RESULT_IS_STATIC", "/States/P/Result/x.$"),
        ]
    )
    func warnings(field: String, code: String, location: String) {
        let text = #"{"StartAt": "P", "States": {"P": {"Type": "Pass", \#(field), "End": true}}}"#
        let found = StateMachineDefinition.awsDiagnostics(of: text)
        #expect(found.map(\.code) == [code])
        #expect(found.map(\.severity) == [.warning])
        #expect(found.map(\.location) == [location])
    }

    @Test("accepts what AWS accepts, though it will fail")
    func accepted() {
        let reading = #"{"StartAt": "P", "States": {"P": {"Type": "Pass", "InputPath": "$none", "End": true}}}"#
        #expect(StateMachineDefinition.awsDiagnostics(of: reading) == [])
        #expect(StateMachineDefinition.awsDiagnostics(of: "").map(\.code) == ["SCHEMA_VALIDATION_FAILED"])
    }
}

extension AWSDiagnostic {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["code"] = .string(code)
        object["location"] = location.map(JSON.string)
        object["message"] = .string(message)
        object["severity"] = severity == .error ? "ERROR" : "WARNING"
        return .object(object)
    }
}
