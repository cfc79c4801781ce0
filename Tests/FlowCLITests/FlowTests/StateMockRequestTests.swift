import FlowJSON
import StatesLanguage
import Testing

@testable import FlowCLI

@Suite("One state with a mock")
struct StateMockRequestTests {
    @Test("causes and the context have the state's own name")
    func name() throws {
        let state: JSON = [
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
            "Parameters": ["FunctionName": "f", "Payload": ["name.$": "$$.State.Name"]],
            "ResultSelector": ["answer.$": "$.Payload"],
        ]
        let json: JSON = ["StartAt": "Load", "States": ["Load": state]]
        let machine = NamedMachine(name: "m", definition: try StateMachineDefinition(json: json), flow: nil)
        func answer(_ result: JSON) throws -> (ending: JSONObject, data: JSONObject) {
            try StateMockRequest(result: result).answer(of: "Load", in: machine, input: [:], variables: [:])
        }
        let cause = try answer(["StatusCode": 200]).ending["cause"]?.stringValue ?? ""
        #expect(cause.contains("executing the state 'Load' (entered"), "\(cause)")
        let (ending, data) = try answer(["Payload": ["a": 1], "StatusCode": 200])
        #expect(ending["status"] == "SUCCEEDED")
        #expect(data["afterParameters"]?["Payload"]?["name"] == "Load", "\(data)")
    }
}
