import FlowDiagnostics

extension RulePage {
    private static func pass(_ fields: String) -> String {
        machine(#""Load": {"Type": "Pass", \#(fields), "End": true}"#)
    }

    private static func jsonata(_ fields: String) -> String {
        machine(#""Load": {"Type": "Pass", \#(fields), "End": true}"#, head: #""QueryLanguage": "JSONata","#)
    }

    private static func choice(_ rule: String) -> String {
        machine(
            """
            "Which": {"Type": "Choice", "Default": "Done", "Choices": [
              {\(rule), "Next": "Load"}]},
            "Load": {"Type": "Pass", "Next": "Done"},
            "Done": {"Type": "Succeed"}
            """
        )
    }

    static let expressions: [RulePage] = [
        RulePage(
            "C01",
            .error,
            "A JSONPath that can't be read",
            why: "The state would fail whenever it runs.",
            failing: pass(#""Parameters": {"first.$": "$.orders["}"#),
            mending: [("$.orders[", "$.orders[0]")]
        ),
        RulePage(
            "C02",
            .error,
            "`ResultPath` is no Reference Path",
            why: "It says where one value is put, so it has only names and positions, and begins at the state's input.",
            failing: pass(#""Result": 5, "ResultPath": "$.orders[*].count""#),
            mending: [("$.orders[*].count", "$.count")]
        ),
        RulePage(
            "C03",
            .error,
            "A `.$` value that is neither a path nor an intrinsic call",
            why: "The key's `.$` says that the value is evaluated.",
            failing: pass(#""Parameters": {"day.$": "today"}"#),
            mending: [(#""day.$": "today""#, #""day": "today""#)]
        ),
        RulePage(
            "C04",
            .warning,
            "A value looks like a path, but its key lacks `.$`",
            why:
                "The value stays the text it is, which is seldom meant. The `Result` of a Pass state is never evaluated.",
            failing: pass(#""Parameters": {"day": "$.day"}"#),
            mending: [(#""day": "$.day""#, #""day.$": "$.day""#)]
        ),
        RulePage(
            "C05",
            .error,
            "An intrinsic function is unknown, or has the wrong arguments",
            why: "There are 18 functions; each takes a fixed number of arguments, and calls nest at most 10 deep.",
            failing: pass(#""Parameters": {"count.$": "States.ArrayLenght($.orders)"}"#),
            mending: [("ArrayLenght", "ArrayLength")]
        ),
        RulePage(
            "C06",
            .error,
            "A JSONata expression that can't be read",
            why: "AWS refuses the machine.",
            failing: jsonata(#""Output": "{% $states.input.price * %}""#),
            mending: [("price * %", "price * 2 %")]
        ),
        RulePage(
            "C07",
            .error,
            "Blanks outside of `{%` and `%}`, or only one of them",
            why:
                "A text is an expression only where it begins with `{%` and ends with `%}`. One of them alone is an error; blanks outside are a warning, since the text then stays as it is.",
            failing: jsonata(#""Output": "{% $states.input.price""#),
            mending: [("price\"", "price %}\"")]
        ),
        RulePage(
            "C08",
            .error,
            "A name without `$` at the top level",
            why: "JSONata in Step Functions has no context to look the name up in; the input is `$states.input`.",
            failing: jsonata(#""Output": "{% price * 2 %}""#),
            mending: [("price", "$states.input.price")]
        ),
        RulePage(
            "C09",
            .error,
            "`$states.result` or `$states.errorOutput` where it does not exist",
            why: "A result exists in `Output` and `Assign` of Task, Parallel and Map, an error in those of a catcher.",
            failing: jsonata(#""Output": "{% $states.result %}""#),
            mending: [("result", "input")]
        ),
        RulePage(
            "C10",
            .error,
            "`$eval`",
            why: "Step Functions has taken this function out of JSONata. `$parse` reads JSON.",
            failing: jsonata(#""Output": "{% $eval($states.input.text) %}""#),
            mending: [("$eval", "$parse")]
        ),
        RulePage(
            "C11",
            .warning,
            "`{% %}` in a field that is never evaluated",
            why: "The text stays as it is. In a JSONPath state nothing evaluates JSONata.",
            failing: pass(#""Parameters": {"day": "{% $states.input.day %}"}"#),
            mending: [(#""day": "{% $states.input.day %}""#, #""day.$": "$.day""#)]
        ),
        RulePage(
            "C12",
            .error,
            "`Assign` to what can't be assigned",
            why:
                "Whole variables are assigned, under names that begin with a letter. `states` is taken, and a name of an outer scope can be read, but not assigned.",
            failing: machine(
                #""Load": {"Type": "Pass", "Assign": {"states": 1}, "Next": "Done"}, "Done": {"Type": "Succeed", "Output": "{% $states %}"}"#,
                head: #""QueryLanguage": "JSONata","#
            ),
            mended: machine(
                #""Load": {"Type": "Pass", "Assign": {"orderTotal": 1}, "Next": "Done"}, "Done": {"Type": "Succeed", "Output": "{% $orderTotal %}"}"#,
                head: #""QueryLanguage": "JSONata","#
            )
        ),
        RulePage(
            "C13",
            .error,
            "A bad escape in `StringMatches`, or two operators in a rule",
            why: "A pattern has the escapes `\\*` and `\\\\` only, and a rule one operator.",
            failing: choice(#""Variable": "$.day", "StringEquals": "Monday", "IsPresent": true"#),
            mending: [
                (
                    #""Variable": "$.day", "StringEquals": "Monday", "IsPresent": true"#,
                    #""And": [{"Variable": "$.day", "IsPresent": true}, {"Variable": "$.day", "StringEquals": "Monday"}]"#
                )
            ]
        ),
        RulePage(
            "C14",
            .warning,
            "A comparison that can never match",
            why:
                "Values of different types are never equal, less or greater, and that is no error: the rule just never matches.",
            failing: machine(
                #"""
                "Count": {"Type": "Pass", "Result": {"count": "5"}, "Next": "Many"},
                "Many": {"Type": "Choice", "Default": "Done", "Choices": [
                  {"Variable": "$.count", "NumericGreaterThan": 3, "Next": "Load"}]},
                "Load": {"Type": "Pass", "Next": "Done"},
                "Done": {"Type": "Succeed"}
                """#
            ),
            mending: [(#""5""#, "5")]
        ),
    ]
}
