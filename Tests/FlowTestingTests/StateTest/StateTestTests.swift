import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@testable import FlowTesting

@Suite("States tested on their own")
struct StateTestTests {
    static let surroundings = StateTest.Surroundings(
        region: "us-east-1",
        account: "123456789012",
        now: Timestamp(milliseconds: 0),
        seed: 1,
        executionName: "e",
        stateMachineName: "m"
    )

    private func test(_ state: JSON, _ fields: JSONObject = [:]) throws -> StateTest {
        var fields = fields
        fields["definition"] = .string(state.text)
        fields["inspectionLevel"] = "TRACE"
        return try StateTest(fields, in: Self.surroundings)
    }

    @Test("a task without a mock is handed out, and its result taken")
    func unmocked() throws {
        let state: JSON = [
            "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "Parameters": ["n.$": "$.n"], "End": true,
        ]
        var test = try test(state, ["input": "{\"n\": 1}", "roleArn": "r"])
        #expect(test.task?.arguments == ["n": 1])
        test.complete(.success(["StatusCode": 200]), exchange: ["request": ["method": "GET"]])
        #expect(test.answer["status"] == "SUCCEEDED")
        #expect(test.answer["inspectionData"]?["request"] == ["method": "GET"])
        #expect(test.task == nil)
    }

    @Test("the steps of a Map's items are shown")
    func mapSteps() throws {
        let state: JSON = [
            "Type": "Map", "ItemsPath": "$.items", "End": true, "ToleratedFailurePercentage": 50,
            "ItemSelector": ["i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"],
            "ItemBatcher": ["MaxItemsPerBatch": 2, "BatchInput": ["b": 1]],
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"], "StartAt": "I",
                "States": ["I": ["Type": "Pass", "End": true]],
            ],
        ]
        let fields: JSONObject = [
            "input": "{\"items\":[7,8,9]}", "mock": ["result": "[1,2]"],
            "stateConfiguration": ["mapIterationFailureCount": 1],
        ]
        let data = try test(state, fields).answer["inspectionData"]
        #expect(data?["afterItemSelector"] == "[{\"i\":0,\"v\":7},{\"i\":1,\"v\":8},{\"i\":2,\"v\":9}]")
        #expect(
            data?["afterItemBatcher"]
                == """
                [{"BatchInput":{"b":1},"Items":[{"i":0,"v":7},{"i":1,"v":8}]},{"BatchInput":{"b":1},"Items":[{"i":2,"v":9}]}]
                """
        )
        #expect(data?["toleratedFailurePercentage"]?.text == "50.0")
    }

    @Test(
        "the data of an ItemReader is read as it lies in its source",
        arguments: [
            (
                ["InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"], "a,b\n1,\"x, \"\"y\"\"\"\n",
                #"[{"a":"1","b":"x, \"y\""}]"#
            ),
            (
                ["InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["k"], "CSVDelimiter": "TAB"],
                "1\n2\n",
                #"[{"k":"1"},{"k":"2"}]"#
            ),
            (["InputType": "JSONL", "MaxItems": 1], "{\"a\":1}\n{\"a\":2}\n", #"[{"a":1}]"#),
            (["InputType": "JSON", "ItemsPointer": "/x/0"], "{\"x\":[{\"k\":1}]}", #"[{"Key":"k","Value":1}]"#),
        ] as [(JSONObject, String, String)]
    )
    func readerData(configuration: JSONObject, text: String, items: String) throws {
        #expect(JSON.array(try ReaderData(configuration).items(in: text)).text == items)
    }

    @Test(
        "what is asked wrongly is refused in AWS's words",
        arguments: [
            (["mock": ["result": "x"]], "Mocked result must be valid JSON"),
            (["context": "{}"], "TestState does not support Context when a mock is not specified."),
            (
                ["mock": ["result": "{}"], "revealSecrets": true],
                "TestState does not support RevealSecrets when a mock is specified."
            ),
            (["mock": [:]], "A test mock should have only one of the following fields: [result, errorOutput]."),
            ([:], "RoleArn must be specified when testing a Task state"),
        ] as [(JSONObject, String)]
    )
    func refused(fields: JSONObject, message: String) throws {
        let state: JSON = ["Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true]
        let error = try #require(throws: StateTestError.self) { try test(state, fields) }
        #expect(error == .validation(message))
    }

    @Test("the wording of what was given stays, what is computed is compact")
    func wording() throws {
        let state: JSON = [
            "Type": "Pass", "Parameters": ["a.$": "$.list", "b.$": "$"], "OutputPath": "$.a", "End": true,
        ]
        #expect(try test(state, ["input": "{\"list\": [1,  2]}"]).answer["output"] == "[1,  2]")
        let computed: JSON = [
            "Type": "Pass", "Parameters": ["a.$": "States.Array(1, 2)"], "OutputPath": "$.a", "End": true,
        ]
        #expect(try test(computed).answer["output"] == "[1,2]")
    }
}
