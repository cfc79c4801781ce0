import FlowDiagnostics

extension RulePage {
    private static let retry = #""Retry": [{"ErrorEquals": ["Busy"]}], "End": true}"#

    static let hygiene: [RulePage] = [
        RulePage(
            "G01",
            .warning,
            "A secret in a definition",
            why: "Everybody who may describe the machine reads it, and it stays in its versions.",
            failing: machine(#""Sign": {"Type": "Pass", "Parameters": {"apiKey": "9f8e7d6c5b4a3210"}, "End": true}"#),
            mending: [(#""apiKey": "9f8e7d6c5b4a3210""#, #""apiKeyName": "orders/api-key""#)]
        ),
        RulePage(
            "G02",
            .warning,
            "An account or a region written out in an ARN",
            why:
                "The machine works in one place only. A template can fill in what differs; accounts of examples such as 123456789012 are left alone.",
            failing: machine(
                "\"Start\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:eu-central-1:210987654321:activity:load\",\n  \(retry)"
            ),
            mending: [("arn:aws:states:eu-central-1:210987654321:activity:load", "${LoadActivityArn}")]
        ),
        RulePage(
            "G03",
            .warning,
            "Sensitive fields that are logged",
            why:
                "What a state takes in or gives stands in the history, and in the logs where they include execution data.",
            failing: machine(#""Sign": {"Type": "Pass", "Parameters": {"login.$": "$.user.password"}, "End": true}"#),
            mending: [("$.user.password", "$.user.name")]
        ),
        RulePage(
            "G04",
            .warning,
            "An `Authorization` header in `http:invoke`",
            why: "The header stands in the history. The connection holds the credentials and sends them by itself.",
            failing: machine(
                #"""
                "Get": {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": {
                    "ApiEndpoint": "https://api.example/orders", "Method": "GET",
                    "Authentication": {"ConnectionArn.$": "$.connection"},
                    "Headers": {"Accept": "application/json", "Authorization.$": "$.header"}},
                  \#(retry)
                """#
            ),
            mending: [(#", "Authorization.$": "$.header""#, "")]
        ),
        RulePage(
            "G05",
            .warning,
            "A constant name for nested executions",
            why: "Names of executions are unique for 90 days, so the second start fails.",
            failing: machine(
                #"""
                "Run": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution",
                  "Parameters": {"StateMachineArn.$": "$.machine", "Name": "nightly"},
                  \#(retry)
                """#
            ),
            mending: [(#""Name": "nightly""#, #""Name.$": "States.Format('nightly-{}', $$.Execution.Name)""#)]
        ),
        RulePage(
            "G06",
            .information,
            "No `Comment`",
            why: "A sentence about what the machine is for helps whoever finds it.",
            failing: machine(#""Done": {"Type": "Succeed"}"#).replacingFirst(
                "\n  \"Comment\": \"An example\",",
                by: ""
            ),
            mended: machine(#""Done": {"Type": "Succeed"}"#)
        ),
        RulePage(
            "G07",
            .information,
            "A JSONPath construct that JSONata says shorter",
            why: "Nested intrinsic calls are hard to read; in a JSONata state the same is one expression.",
            failing: machine(
                #""Show": {"Type": "Pass", "Parameters": {"count.$": "States.MathAdd(States.ArrayLength($.orders), 1)"}, "End": true}"#
            ),
            mending: [
                (
                    #""Parameters": {"count.$": "States.MathAdd(States.ArrayLength($.orders), 1)"}"#,
                    #""QueryLanguage": "JSONata", "Output": {"count": "{% $count($states.input.orders) + 1 %}"}"#
                )
            ]
        ),
    ]

    static let swift: [RulePage] = [
        RulePage(
            "D01",
            .error,
            "A choice goes on after itself, but no state follows",
            why: "A rule's block leads to the state after the choice, and so does the choice where no rule holds.",
            failing: "choice(\"Which\") {\n    when(input.day == \"today\") { pass(\"Load\", 1) }\n}",
            mended: "choice(\"Which\") {\n    when(input.day == \"today\") { pass(\"Load\", 1) }\n}\nsucceed(\"Done\")",
            isSwift: true
        ),
        RulePage(
            "D02",
            .error,
            "A state stands between the rules of a choice",
            why: "Directly in a choice stand rules only; a state belongs into one of them, or after the choice.",
            failing:
                "choice(\"Which\") {\n    pass(\"Load\", 1)\n    when(input.day == \"today\") { succeed(\"Done\") }\n}",
            mended: "choice(\"Which\") {\n    when(input.day == \"today\") { succeed(\"Done\") }\n}\npass(\"Load\", 1)",
            isSwift: true
        ),
        RulePage(
            "D03",
            .error,
            "A rule stands outside of a choice",
            why: "`when` and `otherwise` are parts of a choice.",
            failing: "when(input.day == \"today\") { succeed(\"Done\") }",
            mended:
                "choice(\"Which\") {\n    when(input.day == \"today\") { succeed(\"Done\") }\n    otherwise { fail(\"NotToday\", \"It is another day.\") }\n}",
            isSwift: true
        ),
        RulePage(
            "D04",
            .error,
            "A computed property is referred to",
            why:
                "References stand for data that will be there when the flow runs, and a computed property is not among them.",
            failing:
                "struct Order: Codable { var net: Double; var tax: Double; var gross: Double { net + tax } }\npass(\"Show\", order.gross)",
            mended: "struct Order: Codable { var net: Double; var tax: Double }\npass(\"Show\", order.net + order.tax)",
            isSwift: true
        ),
    ]
}
