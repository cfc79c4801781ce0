import FlowJSON
import JSONata
import Testing

@testable import FlowCLI

@Suite("The line protocol of eval")
struct EvaluationBatchTests {
    @Test(
        "each request has its reply",
        arguments: [
            (
                #"{"id": 1, "expression": "a.b + $n", "input": {"a": {"b": 2}}, "bindings": {"n": 3}}"#,
                #"{"id":1,"result":5}"#
            ),
            (#"{"id": "x", "expression": "nothing", "input": {}}"#, #"{"id":"x","undefined":true}"#),
            (#"{"id": 2, "expression": "$sum"}"#, #"{"id":2,"function":true}"#),
            (
                #"{"id": 3, "language": "jsonpath", "expression": "$.a[0]", "input": {"a": [7]}}"#,
                #"{"id":3,"result":7}"#
            ),
        ]
    )
    func replies(request: String, reply: String) {
        #expect(EvaluationBatch(defaultDialect: .reference).reply(to: request).text == reply)
    }

    @Test(
        "what is wrong has a code",
        arguments: [
            (#"{"id": 1, "expression": "1 +"}"#, "S0207"),
            (#"{"id": 1, "expression": "1 + \"a\""}"#, "T2002"),
            (#"{"id": 1, "language": "jsonpath", "expression": "$.a", "input": {}}"#, "NOT_FOUND"),
            (#"{"id": 1, "language": "jsonpath", "expression": "$[", "input": {}}"#, "INVALID_PATH"),
            (#"{"id": 1, "expression": "($f := function(){ $f() + 1 }; $f())", "depth": 50}"#, "U1001"),
            (#"{"id": 1, "expression": "$encodeUrl('\ud800')"}"#, "D3140"),
            (#"{"id": 1}"#, "INVALID_REQUEST"),
            ("{", "INVALID_JSON"),
        ]
    )
    func errors(request: String, code: String) {
        let reply = EvaluationBatch(defaultDialect: .reference).reply(to: request)
        #expect(reply["error"]?["code"]?.stringValue == code, "\(reply.text)")
    }

    @Test("a benchmark request is timed inside")
    func bench() {
        let request = #"{"id": 1, "bench": true, "expression": "a", "input": {"a": 1}, "iterations": 3, "warmup": 1}"#
        let reply = EvaluationBatch(defaultDialect: .reference).reply(to: request)
        #expect(reply["iterations"] == 3)
        #expect(reply["result"] == 1)
        #expect((reply["seconds"]?.doubleValue ?? -1) >= 0)
    }
}
