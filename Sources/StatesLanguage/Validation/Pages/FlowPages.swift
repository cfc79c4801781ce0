import FlowDiagnostics

extension RulePage {
    static let flow: [RulePage] = [
        RulePage(
            "F01",
            .error,
            "A cycle that nothing leaves",
            why:
                "An execution that comes there goes round until its history is full, and then fails. A machine with a `TimeoutSeconds` is taken to mean it.",
            failing: machine(
                #"""
                "Which": {"Type": "Choice", "Default": "Done", "Choices": [
                  {"Variable": "$.kind", "StringEquals": "order", "Next": "Take"}]},
                "Take": {"Type": "Pass", "Next": "Rest"},
                "Rest": {"Type": "Wait", "Seconds": 60, "Next": "Take"},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [(#""Seconds": 60, "Next": "Take""#, #""Seconds": 60, "Next": "Which""#)]
        ),
        RulePage(
            "F02",
            .warning,
            "A cycle with neither a Wait nor a counter",
            why: "It goes round as fast as it can, and uses up the 25,000 events of an execution in minutes.",
            failing: machine(
                #"""
                "Ask": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
                  "Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "Ready"},
                "Ready": {"Type": "Choice", "Default": "Ask", "Choices": [
                  {"Variable": "$.status", "StringEquals": "READY", "Next": "Done"}]},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [
                (#""Default": "Ask""#, #""Default": "Rest""#),
                (
                    #""Done": {"Type""#,
                    "\"Rest\": {\"Type\": \"Wait\", \"Seconds\": 30, \"Next\": \"Ask\"},\n    \"Done\": {\"Type\""
                ),
            ]
        ),
        RulePage(
            "F05",
            .warning,
            "A Choice without `Default`",
            why: "An input that no rule matches fails the execution with `States.NoChoiceMatched`.",
            failing: machine(
                #"""
                "Which": {"Type": "Choice", "Choices": [
                  {"Variable": "$.kind", "StringEquals": "order", "Next": "Done"}]},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [
                (#""Choice","#, #""Choice", "Default": "Unknown","#),
                (#""Done": {"#, "\"Unknown\": {\"Type\": \"Fail\", \"Error\": \"UnknownKind\"},\n    \"Done\": {"),
            ]
        ),
        RulePage(
            "F06",
            .warning,
            "A Choice rule that can't be reached",
            why:
                "The first rule that matches wins, so one behind a broader one is never taken; one whose conditions exclude each other never matches.",
            failing: machine(
                #"""
                "Size": {"Type": "Choice", "Default": "Done", "Choices": [
                  {"Variable": "$.count", "NumericGreaterThan": 10, "Next": "Many"},
                  {"Variable": "$.count", "NumericGreaterThan": 100, "Next": "TooMany"}]},
                "Many": {"Type": "Pass", "Next": "Done"},
                "TooMany": {"Type": "Fail", "Error": "TooMany"},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [
                (#"10, "Next": "Many""#, #"100, "Next": "TooMany""#),
                (#"100, "Next": "TooMany"}]"#, #"10, "Next": "Many"}]"#),
            ]
        ),
    ]

    static let variables: [RulePage] = [
        RulePage(
            "F07",
            .error,
            "A variable that is never assigned",
            why:
                "Reading it fails the execution. What a state assigns can be read by the states after it, not by itself.",
            failing: machine(
                #"""
                "Set": {"Type": "Pass", "Assign": {"total": 1}, "Next": "Show"},
                "Show": {"Type": "Succeed", "Output": "{% $toatl + $total %}"}
                """#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mending: [("$toatl", "$total")]
        ),
        RulePage(
            "F08",
            .warning,
            "A variable that is assigned on some ways only",
            why:
                "On the other ways it has no value, and reading it fails the execution. Of flows in Swift it is an error: a result is referred to that is not there on every way.",
            failing: machine(
                #"""
                "Which": {"Type": "Choice", "Default": "Show", "Choices": [
                  {"Condition": "{% $states.input.kind = 'order' %}", "Next": "Set"}]},
                "Set": {"Type": "Pass", "Assign": {"total": 1}, "Next": "Show"},
                "Show": {"Type": "Succeed", "Output": "{% $total %}"}
                """#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mending: [(#""Default": "Show","#, #""Default": "Show", "Assign": {"total": 0},"#)]
        ),
        RulePage(
            "F09",
            .warning,
            "A variable that is assigned and never read",
            why: "It costs space in every execution, and often the name is misspelt where it is read.",
            failing: machine(
                #""Set": {"Type": "Pass", "Assign": {"total": 1}, "Next": "Show"}, "Show": {"Type": "Succeed", "Output": 1}"#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mending: [(#""Output": 1"#, #""Output": "{% $total %}""#)]
        ),
        RulePage(
            "F10",
            .error,
            "An outer variable inside a distributed Map",
            why: "Each iteration is an execution of its own, which sees no variables from outside.",
            failing: machine(
                #"""
                "Set": {"Type": "Pass", "Assign": {"day": "Monday"}, "Next": "Each"},
                "Each": {"Type": "Map", "Items": "{% $states.input.orders %}", "End": true,
                  "ItemSelector": {"order": "{% $states.context.Map.Item.Value %}"},
                  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "One", "States": {"One": {"Type": "Pass", "Output": "{% $day %}", "End": true}}}}
                """#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mending: [
                (#"Value %}"}"#, #"Value %}", "day": "{% $day %}"}"#),
                (#""Output": "{% $day %}", "End""#, #""Output": "{% $states.input.day %}", "End""#),
            ]
        ),
    ]

    static let data: [RulePage] = [
        RulePage(
            "F11",
            .error,
            "A path to a field that can't be there",
            why:
                "Whatever way an execution takes, the states before make no such field, so the state fails. Where data come from outside, anything is taken to be possible.",
            failing: machine(
                #"""
                "Make": {"Type": "Pass", "Parameters": {"orderId.$": "$.id"}, "Next": "Use"},
                "Use": {"Type": "Pass", "Parameters": {"id.$": "$.orderID"}, "End": true}
                """#
            ),
            mending: [("$.orderID", "$.orderId")]
        ),
        RulePage(
            "F12",
            .warning,
            "A result is dropped and read later",
            why:
                "`\"ResultPath\": null` hands on the input and drops the result. Assumed is that the input has no member of that name itself.",
            failing: machine(
                #"""
                "Count": {"Type": "Pass", "Parameters": {"total.$": "States.ArrayLength($.orders)"},
                  "ResultPath": null, "Next": "Show"},
                "Show": {"Type": "Pass", "InputPath": "$.total", "End": true}
                """#
            ),
            mending: [(#""ResultPath": null"#, #""ResultPath": "$.counted""#), (#""$.total""#, #""$.counted.total""#)]
        ),
        RulePage(
            "F21",
            .warning,
            "The output of `.sync` used as an object",
            why:
                "`startExecution.sync` gives the output of the execution as JSON in a text; `.sync:2` gives it parsed.",
            failing: machine(
                #"""
                "Run": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync",
                  "Parameters": {"StateMachineArn.$": "$.machine"}, "Retry": [{"ErrorEquals": ["Busy"]}], "Next": "Use"},
                "Use": {"Type": "Pass", "InputPath": "$.Output.total", "End": true}
                """#
            ),
            mending: [(".sync\"", ".sync:2\"")]
        ),
        RulePage(
            "F25",
            .warning,
            "A Parallel's list used as an object",
            why: "A Parallel state gives the outputs of its branches as a list, in their order.",
            failing: machine(
                #"""
                "Both": {"Type": "Parallel", "Next": "Use", "Branches": [
                  {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "Result": {"total": 1}, "End": true}}},
                  {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "Result": {"count": 2}, "End": true}}}]},
                "Use": {"Type": "Pass", "InputPath": "$.total", "End": true}
                """#
            ),
            mending: [("$.total", "$[0].total")]
        ),
    ]
}
