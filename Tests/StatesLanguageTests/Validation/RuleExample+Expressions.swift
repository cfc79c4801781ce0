extension RuleExample {
    private static func choice(_ rule: String) -> String {
        machine(
            #"{"A": {"Type": "Choice", "Choices": [{\#(rule), "Next": "B"}], "Default": "B"}, "B": {"Type": "Succeed"}}"#
        )
    }

    private static func pass(_ value: String) -> String { one(#""Type": "Pass", "Parameters": {"x.$": "\#(value)"}"#) }

    private static func output(_ value: String) -> String {
        one(#""Type": "Pass", "Output": {"x": ["\#(value)"]}"#, language: "JSONata")
    }

    private static func assign(_ name: String) -> String {
        one(#""Type": "Pass", "Assign": {"\#(name)": 1}"#, language: "JSONata")
    }

    static let expressions: [RuleExample] = [
        RuleExample(code: "C01", pointer: "/States/A/Parameters/x.$", broken: pass("$.x["), mended: pass("$.x[0]")),
        RuleExample(
            code: "C01",
            pointer: "/States/A/Parameters/x.$",
            broken: pass("States.Array($.x[?])"),
            mended: pass("States.Array($.x)")
        ),
        RuleExample(
            code: "C02",
            pointer: "/States/A/ResultPath",
            broken: one(#""Type": "Pass", "ResultPath": "$.a[*]""#),
            mended: one(#""Type": "Pass", "ResultPath": "$.a[0]""#)
        ),
        RuleExample(
            code: "C02",
            pointer: "/States/A/ResultPath",
            broken: one(#""Type": "Pass", "ResultPath": "$$.a""#),
            mended: one(#""Type": "Pass", "ResultPath": null"#)
        ),
        RuleExample(code: "C03", pointer: "/States/A/Parameters/x.$", broken: pass("x"), mended: pass("$.x")),
        RuleExample(
            code: "C04",
            pointer: "/States/A/Parameters/x",
            broken: one(#""Type": "Pass", "Parameters": {"x": "$.x"}"#),
            mended: one(#""Type": "Pass", "Parameters": {"x": "$5"}"#)
        ),
        RuleExample(
            code: "C05",
            pointer: "/States/A/Parameters/x.$",
            broken: pass("States.Fromat('a')"),
            mended: pass("States.Format('a')"),
            hint: "Did you mean \"States.Format\"?"
        ),
        RuleExample(
            code: "C05",
            pointer: "/States/A/ErrorPath",
            broken: machine(#"{"A": {"Type": "Fail", "ErrorPath": "States.Array('a')"}}"#),
            mended: machine(#"{"A": {"Type": "Fail", "ErrorPath": "States.UUID()"}}"#)
        ),
        RuleExample(
            code: "C06",
            pointer: "/States/A/Output/x/0",
            broken: output("{% 1 + %}"),
            mended: output("{% 1 + 1 %}")
        ),
        RuleExample(
            code: "C07",
            pointer: "/States/A/Output/x/0",
            broken: output(" {% 1 %}"),
            mended: output("{% 1 %}")
        ),
        RuleExample(code: "C07", pointer: "/States/A/Output/x/0", broken: output("{% 1"), mended: output("{ % 1")),
        RuleExample(
            code: "C08",
            pointer: "/States/A/Output/x/0",
            broken: output("{% phone %}"),
            mended: output("{% $states.input.phone %}")
        ),
        RuleExample(
            code: "C09",
            pointer: "/States/A/Output/x/0",
            broken: output("{% $states.result %}"),
            mended: output("{% $states.context %}")
        ),
        RuleExample(
            code: "C10",
            pointer: "/States/A/Output/x/0",
            broken: output("{% $eval('1') %}"),
            mended: output("{% $parse('1') %}")
        ),
        RuleExample(
            code: "C11",
            pointer: "/States/A/Parameters/x",
            broken: one(#""Type": "Pass", "Parameters": {"x": "{% 1 %}"}"#),
            mended: one(#""Type": "Pass", "Parameters": {"x": "1"}"#)
        ),
        RuleExample(
            code: "C12",
            pointer: "/States/A/Assign/states",
            broken: assign("states"),
            mended: assign("state")
        ),
        RuleExample(code: "C12", pointer: "/States/A/Assign/a.b", broken: assign("a.b"), mended: assign("a_b")),
        RuleExample(code: "C12", pointer: "/States/A/Assign/1a", broken: assign("1a"), mended: assign("ä1")),
        RuleExample(
            code: "C12",
            pointer: "/States/A/Branches/0/States/B/Assign/v",
            broken: one(
                #""Type": "Parallel", "Assign": {"v": 1}, "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"v": 1}, "End": true}}}]"#
            ),
            mended: one(
                #""Type": "Parallel", "Assign": {"v": 1}, "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"w": 1}, "End": true}}}]"#
            )
        ),
        RuleExample(
            code: "C13",
            pointer: "/States/A/Choices/0/NumericEquals",
            broken: choice(#""Variable": "$.x", "StringEquals": "a", "NumericEquals": 1"#),
            mended: choice(#""Variable": "$.x", "StringEquals": "a""#)
        ),
        RuleExample(
            code: "C13",
            pointer: "/States/A/Choices/0/StringMatches",
            broken: choice(#""Variable": "$.x", "StringMatches": "a\\b""#),
            mended: choice(#""Variable": "$.x", "StringMatches": "a\\*\\\\*""#)
        ),
        RuleExample(
            code: "F07",
            pointer: "/States/A/Output",
            broken: machine(
                #"{"B": {"Type": "Pass", "Assign": {"count": 1}, "Next": "A"}, "A": {"Type": "Succeed", "Output": "{% ($y := $cuont; $y) %}"}}"#,
                language: "JSONata"
            ).replacingStart(with: "B"),
            mended: machine(
                #"{"B": {"Type": "Pass", "Assign": {"count": 1}, "Next": "A"}, "A": {"Type": "Succeed", "Output": "{% ($y := $count; $y) %}"}}"#,
                language: "JSONata"
            ).replacingStart(with: "B"),
            hint: "Did you mean \"$count\"?"
        ),
        RuleExample(code: "F07", pointer: "/States/A/Parameters/x.$", broken: pass("$n.a"), mended: pass("$.n.a")),
    ]
}

extension String {
    fileprivate func replacingStart(with name: String) -> String {
        guard let range = firstRange(of: #""StartAt": "A""#) else { return self }
        return self[..<range.lowerBound] + #""StartAt": "\#(name)""# + self[range.upperBound...]
    }
}
