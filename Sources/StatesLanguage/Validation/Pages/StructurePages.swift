import FlowDiagnostics

extension RulePage {
    static let structure: [RulePage] = [
        RulePage(
            "A01",
            .error,
            "The text is no JSON",
            why: "Nothing can be read of it. The place is that of the first character that can't stand there.",
            failing: machine(#""Done": {"Type": "Succeed"},"#),
            mending: [("\"Succeed\"},", "\"Succeed\"}")]
        ),
        RulePage(
            "A02",
            .error,
            "The definition has over 1 MiB",
            why: "AWS takes at most 1,048,576 characters. Start parts of it as executions of their own.",
            failing: machine(#""Done": {"Type": "Succeed"}"#) + String(repeating: " ", count: 1_048_576),
            mended: machine(#""Done": {"Type": "Succeed"}"#),
            shownFailing: "(a text of 1,048,577 characters or more)"
        ),
        RulePage(
            "A03",
            .error,
            "`States` or `StartAt` is missing",
            why: "A state machine, a branch and an item processor each need states and the name of the first one.",
            failing: machine(#""Done": {"Type": "Succeed"}"#).replacingFirst("\n  \"StartAt\": \"Done\",", by: ""),
            mended: machine(#""Done": {"Type": "Succeed"}"#)
        ),
        RulePage(
            "A04",
            .error,
            "`StartAt` names no state",
            why:
                "An execution would not know where to begin. Names are compared letter by letter, in the same `States`.",
            failing: machine(#""Load": {"Type": "Pass", "End": true}"#).replacingFirst(
                "\"StartAt\": \"Load",
                by: "\"StartAt\": \"Laod"
            ),
            mended: machine(#""Load": {"Type": "Pass", "End": true}"#)
        ),
        RulePage(
            "A05",
            .error,
            "A state's name is empty or has over 80 characters",
            why: "The name stands in every history event, and AWS bounds it.",
            failing: machine(#""": {"Type": "Pass", "End": true}"#),
            mended: machine(#""Load": {"Type": "Pass", "End": true}"#)
        ),
        RulePage(
            "A06",
            .error,
            "Two states have one name",
            why:
                "Names are unique in the whole machine, branches and item processors included, since the history knows no other name.",
            failing: machine(
                #"""
                "Both": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
                  {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}
                ]}
                """#
            ),
            mending: [
                (
                    "[\n      {\"StartAt\": \"Load\", \"States\": {\"Load\"",
                    "[\n      {\"StartAt\": \"Read\", \"States\": {\"Read\""
                )
            ]
        ),
        RulePage(
            "A07",
            .error,
            "A key stands twice in an object",
            why: "Only the last one counts, and which one was meant nobody can tell.",
            failing: machine(
                #""Load": {"Type": "Pass", "Next": "Done", "Next": "Load2"}, "Load2": {"Type": "Pass", "Next": "Done"}, "Done": {"Type": "Succeed"}"#
            ),
            mending: [(#""Next": "Done", "Next": "Load2""#, #""Next": "Load2""#)]
        ),
        RulePage(
            "A08",
            .error,
            "A state's `Type` is missing or unknown",
            why: "It is one of Task, Parallel, Map, Pass, Wait, Choice, Succeed and Fail, in this spelling.",
            failing: machine(#""Done": {"Type": "Success"}"#),
            mending: [("Success", "Succeed")]
        ),
        RulePage(
            "A09",
            .error,
            "A field that this type of state does not have",
            why: "AWS refuses it. Most are misspelt, or belong to another type of state.",
            failing: machine(#""Load": {"Type": "Pass", "Timeout": 60, "End": true}"#),
            mending: [(#""Timeout": 60, "#, "")]
        ),
        RulePage(
            "A10",
            .error,
            "Neither `Next` nor `End`, or both",
            why: "After its work a state goes on to exactly one other, or ends the execution.",
            failing: machine(#""Load": {"Type": "Pass", "Next": "Done", "End": true}, "Done": {"Type": "Succeed"}"#),
            mending: [(#", "End": true"#, "")]
        ),
        RulePage(
            "A11",
            .error,
            "`Next` or `End` on Choice, Succeed or Fail",
            why: "A Choice goes on by its rules and `Default`; Succeed and Fail always end.",
            failing: machine(#""Done": {"Type": "Succeed", "End": true}"#),
            mending: [(#", "End": true"#, "")]
        ),
        RulePage(
            "A12",
            .error,
            "`Next` names no state",
            why: "The execution would have nowhere to go.",
            failing: machine(#""Load": {"Type": "Pass", "Next": "Dnoe"}, "Done": {"Type": "Succeed"}"#),
            mending: [("Dnoe", "Done")]
        ),
        RulePage(
            "A13",
            .error,
            "`Next` names a state of another scope",
            why:
                "Every `States` object is a world of its own: a state leads to one beside it, never into or out of a branch or a Map.",
            failing: machine(
                #"""
                "Each": {"Type": "Map", "Next": "Done", "ItemProcessor": {
                  "StartAt": "One", "States": {"One": {"Type": "Pass", "Next": "Done"}}}},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [(#"{"Type": "Pass", "Next": "Done"}"#, #"{"Type": "Pass", "End": true}"#)]
        ),
        RulePage(
            "A14",
            .error,
            "`Default` names no state",
            why: "An input that no rule matches would have nowhere to go.",
            failing: machine(
                #"""
                "Which": {"Type": "Choice", "Default": "Donne", "Choices": [
                  {"Variable": "$.kind", "StringEquals": "order", "Next": "Done"}]},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [("Donne", "Done")]
        ),
        RulePage(
            "A15",
            .error,
            "A state that no way leads to",
            why:
                "It never runs, so either a `Next` is wrong or it can be removed. Judged over the whole graph: states that lead only to each other are found too.",
            failing: machine(
                #""Load": {"Type": "Pass", "Next": "Done"}, "Lost": {"Type": "Pass", "Next": "Done"}, "Done": {"Type": "Succeed"}"#
            ),
            mending: [(#""Load": {"Type": "Pass", "Next": "Done"}"#, #""Load": {"Type": "Pass", "Next": "Lost"}"#)]
        ),
        RulePage(
            "A16",
            .error,
            "No way leads to an end",
            why: "Every execution would run until its history is full. AWS refuses such a machine.",
            failing: machine(#""Ping": {"Type": "Pass", "Next": "Pong"}, "Pong": {"Type": "Pass", "Next": "Ping"}"#),
            mending: [(#""Next": "Ping""#, #""End": true"#)]
        ),
        RulePage(
            "A17",
            .error,
            "`Branches` or `Choices` is empty",
            why: "A Parallel state without branches and a Choice without rules have nothing to do.",
            failing: machine(#""Both": {"Type": "Parallel", "Branches": [], "End": true}"#),
            mending: [
                (
                    #""Branches": []"#,
                    #""Branches": [{"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}]"#
                )
            ]
        ),
        RulePage(
            "A18",
            .error,
            "`QueryLanguage` on a branch or an item processor",
            why: "The machine has a query language and each state can; what is between them can't.",
            failing: machine(
                #"""
                "Each": {"Type": "Map", "End": true, "ItemProcessor": {
                  "QueryLanguage": "JSONata", "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}
                """#
            ),
            mending: [
                ("\"QueryLanguage\": \"JSONata\", ", ""),
                (#""One": {"Type": "Pass","#, #""One": {"Type": "Pass", "QueryLanguage": "JSONata","#),
            ]
        ),
        RulePage(
            "A19",
            .error,
            "A JSONPath state in a JSONata machine",
            why: "A machine in JSONPath can have states in JSONata, but not the other way round.",
            failing: machine(
                #""Load": {"Type": "Pass", "QueryLanguage": "JSONPath", "End": true}"#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mending: [(#", "QueryLanguage": "JSONPath""#, "")]
        ),
        RulePage(
            "A20",
            .error,
            "A field of the other query language",
            why:
                "JSONPath has InputPath, Parameters, ResultSelector, ResultPath and OutputPath; JSONata has Arguments and Output.",
            failing: machine(#""Load": {"Type": "Pass", "Output": {"day": "today"}, "End": true}"#),
            mending: [(#""Type": "Pass","#, #""Type": "Pass", "QueryLanguage": "JSONata","#)]
        ),
        RulePage(
            "A21",
            .error,
            "A field is missing",
            why:
                "Some fields are needed: `Resource` of a Task, `ItemProcessor` of a Map, `Choices` of a Choice, `ErrorEquals` of a retrier.",
            failing: machine(#""Load": {"Type": "Task", "Retry": [{"ErrorEquals": ["States.ALL"]}], "End": true}"#),
            mending: [(#""Type": "Task","#, #""Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem","#)]
        ),
        RulePage(
            "A22",
            .error,
            "A field has a value of the wrong type",
            why: "A number in quotes is a text, and AWS converts nothing.",
            failing: machine(#""Rest": {"Type": "Wait", "Seconds": "10", "End": true}"#),
            mending: [(#""10""#, "10")]
        ),
        RulePage(
            "A23",
            .error,
            "A field has a value that it can't have",
            why: "Fields such as `QueryLanguage` and `Mode` have a few values, in one spelling.",
            failing: machine(#""Load": {"Type": "Pass", "End": true}"#, head: #""QueryLanguage": "jsonata","#),
            mending: [("jsonata", "JSONata")]
        ),
        RulePage(
            "A24",
            .error,
            "State machines are nested over 100 deep",
            why: "Branches in branches in branches: AWS refuses them far earlier, and nobody can read them.",
            failing: nested(120),
            mended: nested(3),
            shownFailing: "(a Parallel state in a branch of a Parallel state, and so on, 120 times)"
        ),
    ]

    /// Parallel states in each other.
    private static func nested(_ depth: Int) -> String {
        let states = (1...depth).reduce(#""S0": {"Type": "Succeed"}"#) { inner, level in
            #""S\#(level)": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "S\#(level - 1)", "States": {\#(inner)}}]}"#
        }
        return machine(states)
    }
}
