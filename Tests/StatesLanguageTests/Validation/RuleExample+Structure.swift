extension RuleExample {
    static let structure: [RuleExample] = [
        RuleExample(
            code: "A01",
            pointer: nil,
            broken: #"{"StartAt": "A", "States": {"A": {"Type": "Succeed"},}}"#,
            mended: machine(#"{"A": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A03",
            pointer: "",
            broken: #"{"States": {"A": {"Type": "Succeed"}}}"#,
            mended: machine(#"{"A": {"Type": "Succeed"}}"#),
            message: "The state machine has no \"StartAt\", which it needs."
        ),
        RuleExample(
            code: "A03",
            pointer: "/States",
            broken: machine("{}"),
            mended: machine(#"{"A": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A04",
            pointer: "/StartAt",
            broken: machine(#"{"a": {"Type": "Succeed"}}"#),
            mended: machine(#"{"A": {"Type": "Succeed"}}"#),
            message: "\"StartAt\" names the state \"A\", which is not among \"States\".",
            hint: "Did you mean \"a\"?"
        ),
        RuleExample(
            code: "A05",
            pointer: "/States/A\(String(repeating: "a", count: 80))",
            broken:
                #"{"StartAt": "A\#(String(repeating: "a", count: 80))", "States": {"A\#(String(repeating: "a", count: 80))": {"Type": "Succeed"}}}"#,
            mended: machine(#"{"A": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A06",
            pointer: "/States/A/Branches/0/States/A",
            broken: machine(
                #"{"A": {"Type": "Parallel", "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}], "End": true}}"#
            ),
            mended: machine(
                #"{"A": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}], "End": true}}"#
            )
        ),
        RuleExample(
            code: "A07",
            pointer: nil,
            broken: machine(#"{"A": {"Type": "Succeed", "Type": "Succeed"}}"#),
            mended: machine(#"{"A": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A07",
            pointer: "/States/A/Parameters/x.$",
            broken: one(#""Type": "Pass", "Parameters": {"x": 1, "x.$": "$.x"}"#),
            mended: one(#""Type": "Pass", "Parameters": {"y": 1, "x.$": "$.x"}"#)
        ),
        RuleExample(
            code: "A08",
            pointer: "/States/A/Type",
            broken: machine(#"{"A": {"Type": "Suceed"}}"#),
            mended: machine(#"{"A": {"Type": "Succeed"}}"#),
            hint: "Did you mean \"Succeed\"?"
        ),
        RuleExample(
            code: "A08",
            pointer: "/States/A",
            broken: machine(#"{"A": {}}"#),
            mended: machine(#"{"A": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A09",
            pointer: "/States/A/Retrry",
            broken: one(#""Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Retrry": []"#),
            mended: one(#""Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Retry": []"#),
            message: "A Task state has no field \"Retrry\".",
            hint: "Did you mean \"Retry\"?"
        ),
        RuleExample(
            code: "A10",
            pointer: "/States/A",
            broken: machine(#"{"A": {"Type": "Pass"}}"#),
            mended: machine(#"{"A": {"Type": "Pass", "End": true}}"#),
            alsoReports: ["A16"]
        ),
        RuleExample(
            code: "A10",
            pointer: "/States/A/End",
            broken: machine(#"{"A": {"Type": "Pass", "Next": "B", "End": true}, "B": {"Type": "Succeed"}}"#),
            mended: machine(#"{"A": {"Type": "Pass", "Next": "B", "End": false}, "B": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A11",
            pointer: "/States/A/End",
            broken: machine(#"{"A": {"Type": "Succeed", "End": true}}"#),
            mended: machine(#"{"A": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A12",
            pointer: "/States/A/Next",
            broken: machine(#"{"A": {"Type": "Pass", "Next": "Laod"}, "Load": {"Type": "Succeed"}}"#),
            mended: machine(#"{"A": {"Type": "Pass", "Next": "Load"}, "Load": {"Type": "Succeed"}}"#),
            message: "\"Next\" names the state \"Laod\", which this state machine does not have.",
            hint: "Did you mean \"Load\"?"
        ),
        RuleExample(
            code: "A13",
            pointer: "/States/A/Branches/0/States/B/Next",
            broken: machine(
                #"{"A": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "Next": "C"}}}], "Next": "C"}, "C": {"Type": "Succeed"}}"#
            ),
            mended: machine(
                #"{"A": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}], "Next": "C"}, "C": {"Type": "Succeed"}}"#
            )
        ),
        RuleExample(
            code: "A14",
            pointer: "/States/A/Default",
            broken: machine(
                #"{"A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "B"}], "Default": "b"}, "B": {"Type": "Succeed"}}"#
            ),
            mended: machine(
                #"{"A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "B"}], "Default": "B"}, "B": {"Type": "Succeed"}}"#
            )
        ),
        RuleExample(
            code: "A15",
            pointer: "/States/B",
            broken: machine(#"{"A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Next": "A"}}"#),
            mended: machine(#"{"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}"#)
        ),
        RuleExample(
            code: "A16",
            pointer: "/States",
            broken: machine(#"{"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}"#),
            mended: machine(#"{"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": true}}"#)
        ),
        RuleExample(
            code: "A17",
            pointer: "/States/A/Branches",
            broken: one(#""Type": "Parallel", "Branches": []"#),
            mended: one(#""Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}]"#)
        ),
        RuleExample(
            code: "A18",
            pointer: "/States/A/Branches/0/QueryLanguage",
            broken: one(
                #""Type": "Parallel", "Branches": [{"QueryLanguage": "JSONata", "StartAt": "B", "States": {"B": {"Type": "Succeed"}}}]"#
            ),
            mended: one(
                #""Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"QueryLanguage": "JSONata", "Type": "Succeed"}}}]"#
            )
        ),
        RuleExample(
            code: "A19",
            pointer: "/States/A/QueryLanguage",
            broken: one(#""Type": "Pass", "QueryLanguage": "JSONPath""#, language: "JSONata"),
            mended: one(#""Type": "Pass", "QueryLanguage": "JSONata""#, language: "JSONata")
        ),
        RuleExample(
            code: "A20",
            pointer: "/States/A/Output",
            broken: one(#""Type": "Pass", "Output": 1"#),
            mended: one(#""Type": "Pass", "Output": 1"#, language: "JSONata"),
            message: "The query language is JSONPath, but \"Output\" belongs to JSONata."
        ),
        RuleExample(
            code: "A21",
            pointer: "/States/A",
            broken: one(#""Type": "Task""#),
            mended: one(#""Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage""#)
        ),
        RuleExample(
            code: "A22",
            pointer: "/States/A/Comment",
            broken: machine(#"{"A": {"Type": "Succeed", "Comment": 5}}"#),
            mended: machine(#"{"A": {"Type": "Succeed", "Comment": "5"}}"#),
            message: "\"Comment\" should be a string but is an integer."
        ),
        RuleExample(
            code: "A23",
            pointer: "/QueryLanguage",
            broken: one(#""Type": "Pass""#, language: "JSONAta"),
            mended: one(#""Type": "Pass""#, language: "JSONata"),
            hint: "Did you mean \"JSONata\"?"
        ),
    ]
}
