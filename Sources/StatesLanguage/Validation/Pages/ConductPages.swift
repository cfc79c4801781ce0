import FlowDiagnostics

extension RulePage {
    private static let getItem = #""Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem""#

    private static func task(_ fields: String) -> String {
        machine(#""Load": {\#(getItem), \#(fields)"# + "\n  \"End\": true}")
    }

    static let retries: [RulePage] = [
        RulePage(
            "F13",
            .warning,
            "A Task with neither `Retry` nor `Catch`",
            why:
                "Its first failure, a lost connection perhaps, ends the execution. A Parallel or Map around it that retries or catches is enough.",
            failing: task(""),
            mended: task(#""Retry": [{"ErrorEquals": ["States.ALL"]}],"#)
        ),
        RulePage(
            "F14",
            .warning,
            "Many attempts without back-off",
            why: "What is overloaded stays so while it is asked again and again at the same pace.",
            failing: task(
                #""Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1, "MaxAttempts": 20, "BackoffRate": 1}],"#
            ),
            mending: [(#""BackoffRate": 1"#, #""BackoffRate": 2"#)]
        ),
        RulePage(
            "F15",
            .warning,
            "A retrier or catcher that an earlier one shadows",
            why: "Only the first element that matches an error counts.",
            failing: task(
                #""Retry": [{"ErrorEquals": ["States.TaskFailed"]}, {"ErrorEquals": ["Busy"], "MaxAttempts": 9}],"#
            ),
            mended: task(
                #""Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 9}, {"ErrorEquals": ["States.TaskFailed"]}],"#
            )
        ),
        RulePage(
            "F16",
            .warning,
            "Catching `States.Runtime`",
            why: "It is the one error that is neither retried nor caught; it says that the definition is wrong.",
            failing: task(#""Retry": [{"ErrorEquals": ["States.Runtime"]}],"#),
            mending: [("States.Runtime", "States.TaskFailed")]
        ),
        RulePage(
            "F17",
            .warning,
            "Relying on `States.ALL` for `States.DataLimitExceeded`",
            why: "`States.ALL` does not match it. Told of calls whose answers can be large, such as `s3:getObject`.",
            failing: machine(
                #"""
                "Read": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
                  "Parameters": {"Bucket.$": "$.bucket", "Key.$": "$.key"},
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}], "End": true},
                "Sorry": {"Type": "Fail", "Error": "NotRead"}
                """#
            ),
            mending: [
                (
                    #"[{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}]"#,
                    "[\n        {\"ErrorEquals\": [\"States.DataLimitExceeded\"], \"Next\": \"Sorry\"},\n        {\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Sorry\"}]"
                )
            ]
        ),
        RulePage(
            "F20",
            .warning,
            "A Lambda call without a retry on service errors",
            why:
                "Lambda answers a call now and then with an error of its own, which passes; AWS recommends to retry it.",
            failing: machine(
                #"""
                "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Parameters": {"FunctionName": "${Function}"},
                  "Retry": [{"ErrorEquals": ["Busy"]}], "End": true}
                """#
            ),
            mending: [
                (
                    #"["Busy"]"#,
                    "[\"Lambda.ServiceException\", \"Lambda.AWSLambdaException\",\n        \"Lambda.SdkClientException\", \"Lambda.TooManyRequestsException\"]"
                )
            ]
        ),
        RulePage(
            "F22",
            .warning,
            "A task that is not idempotent is retried",
            why:
                "An attempt that failed may have had its effect before, such as one that timed out. Told where a broad error name is retried.",
            failing: machine(
                #"""
                "Tell": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution",
                  "Parameters": {"StateMachineArn.$": "$.machine"},
                  "Retry": [{"ErrorEquals": ["States.ALL"]}], "End": true}
                """#
            ),
            mending: [(#""$.machine"}"#, #""$.machine", "Name.$": "$.orderId"}"#)]
        ),
        RulePage(
            "F23",
            .warning,
            "The retries last longer than the machine may run",
            why: "The execution times out in the middle of the waits, so the last attempts never come.",
            failing: machine(
                #""Load": {\#(getItem), "# + "\n  "
                    + #""Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 60, "MaxAttempts": 5}], "End": true}"#,
                head: #""TimeoutSeconds": 600,"#
            ),
            mending: [(#""MaxAttempts": 5"#, #""MaxAttempts": 3"#)]
        ),
    ]

    private static func callback(_ arguments: String, _ fields: String) -> String {
        machine(
            """
            "Ask": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
              "Parameters": {"QueueUrl.$": "$.queue", "MessageBody": {\(arguments)}},\(fields)
              "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}], "End": true},
            "Sorry": {"Type": "Fail", "Error": "NoAnswer"}
            """
        )
    }

    static let tasks: [RulePage] = [
        RulePage(
            "F18",
            .warning,
            "A task token without a timeout or a heartbeat",
            why: "If the token gets lost, the execution waits for a year.",
            failing: callback(#""token.$": "$$.Task.Token""#, ""),
            mended: callback(#""token.$": "$$.Task.Token""#, #" "TimeoutSeconds": 3600,"#)
        ),
        RulePage(
            "F19",
            .error,
            "A task-token task that never passes the token",
            why: "Nobody can give back a token that was not handed on, so the task can only time out.",
            failing: callback(#""order.$": "$.order""#, #" "TimeoutSeconds": 3600,"#),
            mended: callback(#""order.$": "$.order", "token.$": "$$.Task.Token""#, #" "TimeoutSeconds": 3600,"#)
        ),
        RulePage(
            "F24",
            .warning,
            "A Wait of over 5 minutes in an EXPRESS machine",
            why: "An Express execution ends after five minutes, so it never gets past the wait.",
            failing: machine(#""Rest": {"Type": "Wait", "Seconds": 600, "End": true}"#),
            mending: [("600", "60")],
            executionType: .express
        ),
    ]

    static let sizes: [RulePage] = [
        RulePage(
            "F03",
            .warning,
            "More events than an execution may have",
            why:
                "The 25,000th event fails the execution. Counted where the number of rounds, items or attempts is written in the definition.",
            failing: machine(
                #"""
                "Begin": {"Type": "Pass", "Result": {"round": 0}, "Next": "Count"},
                "Count": {"Type": "Pass", "Parameters": {"round.$": "States.MathAdd($.round, 1)"}, "Next": "More"},
                "More": {"Type": "Choice", "Default": "Done", "Choices": [
                  {"Variable": "$.round", "NumericLessThan": 10000, "Next": "Count"}]},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [("10000", "1000")]
        ),
        RulePage(
            "F04",
            .warning,
            "A payload that outgrows 256 KiB",
            why:
                "What a loop adds to itself grows with each round, and the results of many items add up; over 262,144 bytes the state fails with `States.DataLimitExceeded`.",
            failing: machine(
                #"""
                "Begin": {"Type": "Pass", "Assign": {"seen": [], "next": 1}, "Next": "Take"},
                "Take": {"Type": "Pass", "Assign": {"seen": "{% $append($seen, $states.input) %}", "next": "{% $next + 1 %}"},
                  "Next": "More"},
                "More": {"Type": "Choice", "Default": "Done", "Choices": [
                  {"Condition": "{% $next < 1000 %}", "Next": "Take"}]},
                "Done": {"Type": "Succeed", "Output": "{% $seen %}"}
                """#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mending: [
                (#""seen": [], "#, ""), (#""seen": "{% $append($seen, $states.input) %}", "#, ""), ("$seen", "$next"),
            ]
        ),
        RulePage(
            "F26",
            .warning,
            "An inline Map over many items, or with over 40 at once",
            why: "Its iterations run inside the execution: 40 at once, and all in one history of 25,000 events.",
            failing: machine(
                #"""
                "Each": {"Type": "Map", "MaxConcurrency": 100, "End": true,
                  "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}
                """#
            ),
            mending: [
                (
                    #""ItemProcessor": {"#,
                    "\"ItemProcessor\": {\n        \"ProcessorConfig\": {\"Mode\": \"DISTRIBUTED\", \"ExecutionType\": \"STANDARD\"},\n        "
                )
            ]
        ),
        RulePage(
            "F27",
            .warning,
            "Variables that may exceed 10 MiB",
            why:
                "A variable can hold 256 KiB and an execution 10 MiB of them: forty whole payloads, counted once for each iteration of a Map that runs at the same time.",
            failing: machine(
                #"""
                "Each": {"Type": "Map", "MaxConcurrency": 40, "End": true, "ItemProcessor": {
                  "StartAt": "Load", "States": {
                    "Load": {\#(getItem), "Retry": [{"ErrorEquals": ["Busy"]}], "Assign": {"first.$": "$"}, "Next": "Again"},
                    "Again": {\#(getItem), "Retry": [{"ErrorEquals": ["Busy"]}], "Assign": {"second.$": "$"}, "Next": "Both"},
                    "Both": {"Type": "Pass", "Parameters": {"first.$": "$first", "second.$": "$second"}, "End": true}}}}
                """#
            ),
            mending: [(#""MaxConcurrency": 40"#, #""MaxConcurrency": 10"#)]
        ),
        RulePage(
            "F28",
            .warning,
            "A misspelled error of the language",
            why: "Names that begin with `States.` are the language's own; what is nearly one of them matches nothing.",
            failing: task(#""Retry": [{"ErrorEquals": ["States.TimeOut"]}],"#),
            mending: [("States.TimeOut", "States.Timeout")]
        ),
    ]
}
