import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@testable import FlowTesting

@Suite("Response shapes")
struct ServiceShapeTests {
    @Test(
        "what does not fit is told in AWS's words",
        arguments: [
            ("states:startExecution", [:], "Required field 'ExecutionArn' is missing"),
            ("states:startExecution", ["ExecutionArn": "a", "StartDate": 17.5], nil),
            ("states:startExecution.sync:2", ["ExecutionArn": "a"], "Required field 'StateMachineArn' is missing"),
            ("states:startExecution.waitForTaskToken", 5, nil),
            ("lambda:invoke", ["Payload": ["any": "thing"], "StatusCode": 200], nil),
            ("aws-sdk:lambda:invoke", ["Payload": 1], "Field 'Payload' must be a string"),
            (
                "aws-sdk:dynamodb:describeTable", ["Table": ["TableStatus": "AWAY"]],
                "Field 'TableStatus' is not an expected value"
            ),
            ("dynamodb:getItem", ["Item": ["a": ["N": 1]]], "Field 'N' must be a string"),
            ("http:invoke", 1, nil), ("aws-sdk:unheardof:doIt", 1, nil),
        ] as [(String, JSON, String?)]
    )
    func mismatch(resource: String, value: JSON, expected: String?) {
        let shape = ServiceShape.response(of: "arn:aws:states:::\(resource)")
        #expect(shape?.mismatch(with: value, mode: .strict) == expected)
    }

    @Test("every service of the table can be read")
    func table() throws {
        for (name, text) in ServiceShape.texts {
            let service = try JSON(parsing: text)
            #expect(service["o"]?.objectValue?.isEmpty == false, "\(name)")
            let shapes = try #require(service["s"]?.arrayValue)
            #expect(!shapes.contains { $0.isNull }, "\(name)")
        }
    }
}
