import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@testable import FlowTesting

@Suite("AWS's mock configuration")
struct MockConfigurationTests {
    private static let document: JSON = [
        "StateMachines": [
            "Sender": ["TestCases": ["Happy": ["Send": "Good"], "Retry": ["Send": "Late"]]]
        ],
        "MockedResponses": [
            "Good": ["0": ["Return": ["MessageId": "m"]]],
            "Late": [
                "0": ["Throw": ["Error": "Sqs.Busy", "Cause": "busy"]],
                "1-2": ["Throw": ["Error": "Sqs.Late", "Cause": "l"]],
                "3": ["Return": ["MessageId": "n"]],
            ],
        ],
    ]

    @Test("test cases run with their responses, by number", arguments: [("Happy", "m", 1), ("Retry", "n", 4)])
    func cases(name: String, id: String, calls: Int) throws {
        let configuration = try MockConfiguration(Self.document)
        let definition = try StateMachineDefinition(json: [
            "StartAt": "Send",
            "States": [
                "Send": [
                    "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true,
                    "Retry": [["ErrorEquals": ["States.ALL"]]],
                ]
            ],
        ])
        let tests = configuration.tests(of: "Sender", input: [:], file: nil)
        let test = try #require(tests.first { $0.name == name })
        let run = try VirtualRun(test, of: definition)
        #expect(run.status == .succeeded(output: ["MessageId": .string(id)]))
        #expect(run.calls.count == calls)
    }

    @Test("a response that is not there is told")
    func missing() throws {
        let error = try #require(throws: Diagnostic.self) {
            try MockConfiguration(["StateMachines": ["A": ["TestCases": ["C": ["S": "Gone"]]]]])
        }
        #expect(error.location.pointer == "/StateMachines/A/TestCases/C/S")
    }
}
