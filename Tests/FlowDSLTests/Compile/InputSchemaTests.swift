import FlowDiagnostics
import FlowJSON
import Testing

@testable import FlowDSL

@Suite("A flow's input is checked before anything runs")
struct InputSchemaTests {
    struct Input: FlowInput {
        let day = Parameter<String>("The day.")
        let count = Parameter(3, "How many.")
        let ratio = Parameter(0.5, "How much.")
        let names = Parameter(["a"], "Who.")
    }

    @Test("missing fields get their defaults, in the order of the type")
    func defaults() throws {
        let completed = try InputSchema(of: Input.self).completed(["names": ["x"], "day": "d"])
        #expect(completed.text == #"{"day":"d","count":3,"ratio":0.5,"names":["x"]}"#)
    }

    @Test(
        "what is wrong is told by name",
        arguments: [
            ("{}", ["no field \"day\""]),
            (#"{"day": 1}"#, ["\"day\" is not of its type string"]),
            (#"{"day": "d", "cuont": 1}"#, ["a field \"cuont\""]),
            (#"{"day": "d", "count": 1.5}"#, ["\"count\" is not of its type integer"]),
            (#"{"day": "d", "names": ["a", 1]}"#, ["\"names\" is not of its type array of string"]),
            (#"{"x": 1, "count": "a"}"#, ["a field \"x\"", "no field \"day\"", "\"count\" is not"]),
            ("[]", ["is not a JSON object"]),
        ]
    )
    func refused(text: String, messages: [String]) throws {
        let input = try JSON(parsing: text)
        let error = #expect(throws: DiagnosticList.self) { try InputSchema(of: Input.self).completed(input) }
        let found = error?.diagnostics.map(\.message) ?? []
        #expect(found.count == messages.count, "\(found)")
        for (message, part) in zip(found, messages) { #expect(message.contains(part)) }
    }

    @Test("an unknown field has a near name")
    func nearName() {
        let error = #expect(throws: DiagnosticList.self) {
            try InputSchema(of: Input.self).completed(["day": "d", "cuont": 1])
        }
        #expect(error?.diagnostics.first?.hint == "Did you mean \"count\"?")
    }

    @Test("the shape is told as JSON Schema")
    func jsonSchema() {
        let schema = InputSchema(of: Input.self).jsonSchema
        #expect(schema["required"]?.text == #"["day"]"#)
        #expect(
            schema["properties"]?["names"]?.text
                == #"{"type":"array","items":{"type":"string"},"description":"Who.","default":["a"]}"#
        )
    }
}
