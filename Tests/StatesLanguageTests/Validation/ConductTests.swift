import FlowDiagnostics
import FlowJSON
import StatesLanguage
import Testing

/// The rules about what an execution does, where they must find something and where they must stay silent.
@Suite struct ConductTests {
    static let unremarkable: [ConductCase] = [
        ConductCase(
            name: "a path that only one way makes",
            states: #"""
                "A": {"Type": "Choice", "Default": "C", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "B"}]},
                "B": {"Type": "Pass", "Result": {"y": 1}, "Next": "C"},
                "C": {"Type": "Pass", "InputPath": "$.z", "End": true}
                """#
        ),
        ConductCase(
            name: "a field behind a question whether it is there",
            states: #"""
                "A": {"Type": "Pass", "Result": {"x": 1}, "Next": "B"},
                "B": {"Type": "Choice", "Default": "D", "Choices": [{"Variable": "$.y", "IsPresent": true, "Next": "C"}]},
                "C": {"Type": "Pass", "InputPath": "$.y", "Next": "D"},
                "D": {"Type": "Succeed"}
                """#
        ),
        ConductCase(
            name: "a field that a later round of a loop makes",
            states: #"""
                "A": {"Type": "Pass", "Result": {"n": 1}, "Next": "B"},
                "B": {"Type": "Choice", "Default": "D", "Choices": [{"And": [{"Variable": "$.made", "IsPresent": true},
                  {"Variable": "$.made", "NumericEquals": 3}], "Next": "E"}]},
                "D": {"Type": "Pass", "Result": 3, "ResultPath": "$.made", "Next": "B"},
                "E": {"Type": "Pass", "InputPath": "$.made", "End": true}
                """#
        ),
        ConductCase(
            name: "the error output of a catcher, put beside the input",
            states: #"""
                "A": {"Type": "Pass", "Result": {"x": 1}, "Next": "B"},
                "B": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "End": true,
                  "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "C"}]},
                "C": {"Type": "Pass", "Parameters": {"why.$": "$.failure.Cause", "x.$": "$.x"}, "End": true}
                """#
        ),
        ConductCase(
            name: "a task's answer, of which nothing is known",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Next": "B"},
                "B": {"Type": "Pass", "InputPath": "$.Item.id.S", "End": true}
                """#
        ),
        ConductCase(
            name: "errors of a machine's own that begin like the language's",
            states: #"""
                "A": {"Type": "Parallel", "Next": "D", "Branches": [{"StartAt": "C", "States": {
                  "C": {"Type": "Fail", "Error": "States.Timeouts"}}}], "Catch": [{"Next": "D", "ErrorEquals":
                  ["States.Timeouts", "States.JobFailed", "States.Http.StatusCode.404", "States.ALL_DONE"]}]},
                "D": {"Type": "Succeed"}
                """#
        ),
        ConductCase(
            name: "the items of a Map and their number",
            states: #"""
                "A": {"Type": "Pass", "Result": {"items": [{"n": 1}, {"n": 2, "m": 3}]}, "Next": "B"},
                "B": {"Type": "Map", "ItemsPath": "$.items", "ItemSelector": {"n.$": "$$.Map.Item.Value.n"}, "End": true,
                  "ItemProcessor": {"StartAt": "C", "States": {"C": {"Type": "Pass", "InputPath": "$.n", "End": true}}}}
                """#
        ),
        ConductCase(
            name: "a branch's output by its position",
            states: #"""
                "A": {"Type": "Parallel", "Next": "C", "Branches": [
                  {"StartAt": "B", "States": {"B": {"Type": "Pass", "Result": {"x": 1}, "End": true}}}]},
                "C": {"Type": "Pass", "InputPath": "$[0].x", "End": true}
                """#
        ),
        ConductCase(
            name: "a variable that every way assigns, a catcher too",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Assign": {"v": 1}, "Next": "B",
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"v": 2}, "Next": "B"}]},
                "B": {"Type": "Pass", "Output": "{% $v %}", "End": true}
                """#,
            language: "JSONata"
        ),
        ConductCase(
            name: "a variable that is asked for first",
            states: #"""
                "A": {"Type": "Choice", "Default": "C", "Choices": [{"Condition": "{% $states.input.x = 1 %}", "Next": "B"}]},
                "B": {"Type": "Pass", "Assign": {"v": 1}, "Next": "C"},
                "C": {"Type": "Pass", "Output": "{% $exists($v) ? $v : 0 %}", "End": true}
                """#,
            language: "JSONata"
        ),
        ConductCase(
            name: "a name that an expression binds itself",
            states: #""A": {"Type": "Pass", "Output": "{% ($x := 1; [1, 2].($ + $x)) %}", "End": true}"#,
            language: "JSONata"
        ),
        ConductCase(
            name: "a variable named like a function",
            states: #"""
                "A": {"Type": "Pass", "Assign": {"count": 1}, "Next": "B"},
                "B": {"Type": "Pass", "Output": "{% $count + $length('x') %}", "End": true}
                """#,
            language: "JSONata"
        ),
        ConductCase(
            name: "a loop over pages",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listObjectsV2",
                  "Parameters": {"Bucket.$": "$.bucket", "ContinuationToken.$": "$.NextToken"}, "Next": "B"},
                "B": {"Type": "Choice", "Default": "C", "Choices": [{"Variable": "$.IsTruncated", "BooleanEquals": true, "Next": "A"}]},
                "C": {"Type": "Succeed"}
                """#
        ),
        ConductCase(
            name: "a loop that only a failure goes round",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Next": "C",
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]},
                "B": {"Type": "Pass", "Next": "A"},
                "C": {"Type": "Succeed"}
                """#
        ),
        ConductCase(
            name: "rules that overlap without one covering the other",
            states: #"""
                "A": {"Type": "Choice", "Default": "B", "Choices": [
                  {"Variable": "$.n", "NumericGreaterThan": 10, "Next": "B"},
                  {"Variable": "$.n", "NumericGreaterThan": 1, "Next": "B"},
                  {"Variable": "$.m", "NumericGreaterThan": 20, "Next": "B"},
                  {"Not": {"Variable": "$.n", "NumericGreaterThan": 20}, "Next": "B"},
                  {"Variable": "$.s", "StringEquals": "a", "Next": "B"}, {"Variable": "$.s", "StringMatches": "a*", "Next": "B"}]},
                "B": {"Type": "Succeed"}
                """#
        ),
        ConductCase(
            name: "Wait.Seconds of 0, which statelint refuses",
            states: #""A": {"Type": "Wait", "Seconds": 0, "End": true}"#
        ),
        ConductCase(
            name: "a template's placeholders, wherever a text may stand",
            states: #"""
                "A": {"Type": "Task", "Resource": "${Arn}", "Parameters": {"password": "${Password}", "Topic": "arn:aws:sns:${Region}:${Account}:t"},
                  "TimeoutSeconds": 5, "Next": "B"},
                "B": {"Type": "Wait", "Timestamp": "${When}", "End": true}
                """#
        ),
        ConductCase(
            name: "a token in a placeholder, and in the whole context",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 5,
                  "Parameters": {"MessageBody.$": "$$"}, "Next": "B"},
                "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "HeartbeatSeconds": 5,
                  "Parameters": {"MessageBody": "${Body}"}, "End": true}
                """#
        ),
    ]

    static let remarkable: [ConductCase] = [
        ConductCase(
            name: "a variable that a catcher does not assign",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Assign": {"v": 1}, "Next": "B",
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]},
                "B": {"Type": "Pass", "Output": "{% $v %}", "End": true}
                """#,
            language: "JSONata",
            found: ["F08"]
        ),
        ConductCase(
            name: "a variable that is read in the state that assigns it first",
            states: #""A": {"Type": "Pass", "Assign": {"v": "{% $v + 1 %}"}, "End": true}"#,
            language: "JSONata",
            found: ["F07"]
        ),
        ConductCase(
            name: "a rule's Assign is used instead of the state's",
            states: #"""
                "A": {"Type": "Choice", "Default": "B", "Assign": {"v": 1},
                  "Choices": [{"Condition": "{% $states.input.x = 1 %}", "Next": "B"}]},
                "B": {"Type": "Pass", "Output": "{% $v %}", "End": true}
                """#,
            language: "JSONata",
            found: ["F08"]
        ),
        ConductCase(
            name: "what lambda:invoke answers lies in Payload",
            states: #"""
                "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "Next": "B"},
                "B": {"Type": "Pass", "InputPath": "$.body", "End": true}
                """#,
            found: ["F11"]
        ),
        ConductCase(
            name: "a field that InputPath null leaves away",
            states: #""A": {"Type": "Pass", "InputPath": null, "Parameters": {"x.$": "$.x"}, "End": true}"#,
            found: ["F11"]
        ),
        ConductCase(
            name: "a field of a text, in JSONata",
            states: #"""
                "A": {"Type": "Pass", "Output": {"name": "x"}, "Next": "B"},
                "B": {"Type": "Pass", "Output": "{% $states.input.name.first %}", "End": true}
                """#,
            language: "JSONata",
            found: ["F11"]
        ),
        ConductCase(
            name: "an element behind the end",
            states: #"""
                "A": {"Type": "Pass", "Result": [1, 2], "Next": "B"},
                "B": {"Type": "Pass", "InputPath": "$[2]", "End": true}
                """#,
            found: ["F11"]
        ),
        ConductCase(
            name: "the output of an inner state, through a Map",
            states: #"""
                "A": {"Type": "Map", "Next": "C", "ItemProcessor": {"StartAt": "B", "States": {
                  "B": {"Type": "Pass", "Result": {"x": 1}, "Next": "D"}, "D": {"Type": "Pass", "InputPath": "$.y", "End": true}}}},
                "C": {"Type": "Pass", "InputPath": "$.x", "End": true}
                """#,
            found: ["F11", "F11"]
        ),
        ConductCase(
            name: "a rule that a pair of rules leaves nothing",
            states: #"""
                "A": {"Type": "Choice", "Default": "B", "Choices": [
                  {"And": [{"Variable": "$.n", "NumericGreaterThan": 5}, {"Variable": "$.n", "NumericLessThan": 3}], "Next": "B"},
                  {"Variable": "$.s", "StringMatches": "*", "Next": "B"}, {"Variable": "$.s", "StringEquals": "a", "Next": "B"}]},
                "B": {"Type": "Succeed"}
                """#,
            found: ["F06", "F06"]
        ),
        ConductCase(
            name: "a rule behind one that always holds",
            states: #"""
                "A": {"Type": "Choice", "Default": "B", "Choices": [
                  {"Condition": true, "Next": "B"}, {"Condition": "{% $states.input.x = 1 %}", "Next": "B"}]},
                "B": {"Type": "Succeed"}
                """#,
            language: "JSONata",
            found: ["F06"]
        ),
        ConductCase(
            name: "a Map over a written range of items",
            states: #"""
                "A": {"Type": "Map", "Items": "{% [1..20000] %}", "End": true,
                  "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Pass", "Output": {"text": "a longer text"}, "End": true}}}}
                """#,
            language: "JSONata",
            found: ["F26", "F03", "F04"]
        ),
        ConductCase(
            name: "a wait in the Express children of a distributed Map",
            states: #"""
                "A": {"Type": "Map", "End": true, "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                  "StartAt": "B", "States": {"B": {"Type": "Wait", "Seconds": 301, "End": true}}}}
                """#,
            found: ["F24"]
        ),
        ConductCase(
            name: "secrets by their form, whatever they are called",
            states: #"""
                "A": {"Type": "Pass", "Result": {"a": "AKIAIOSFODNN7EXAMPLE", "b": "https://user:pass1234@host/x",
                  "c": "-----BEGIN RSA PRIVATE KEY-----"}, "End": true}
                """#,
            found: ["G01", "G01", "G01"]
        ),
    ]

    @Test("stays silent", arguments: unremarkable)
    func silence(example: ConductCase) { #expect(Self.found(in: example) == []) }

    @Test("tells", arguments: remarkable)
    func telling(example: ConductCase) { #expect(Self.found(in: example) == example.found) }

    @Test("quotes no secret")
    func secrets() {
        let text =
            #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"password": "hunter2-hunter2"}, "End": true}}}"#
        let found = StateMachineDefinition.decode(text: text).diagnostics
        #expect(found.contains { $0.code == "G01" })
        #expect(found.allSatisfy { !$0.message.contains("hunter2") && $0.hint?.contains("hunter2") != true })
    }

    /// The codes of what an execution does; a task without retries and a machine without a comment are told elsewhere.
    private static func found(in example: ConductCase) -> [String] {
        let text = #"{"QueryLanguage": "\#(example.language)", "StartAt": "A", "States": {\#(example.states)}}"#
        return StateMachineDefinition.decode(text: text, executionType: example.executionType).diagnostics
            .map(\.code.text).filter { !["F13", "F20", "G06"].contains($0) }
    }
}

/// States with what is found in them.
struct ConductCase: Sendable, CustomTestStringConvertible {
    let name: String
    let states: String
    var language = "JSONPath"
    var found: [String] = []
    var executionType = ItemProcessor.ExecutionType.standard
    var testDescription: String { name }
}
