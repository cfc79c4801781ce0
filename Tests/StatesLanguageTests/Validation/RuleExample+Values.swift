extension RuleExample {
    private static let task = #""Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage""#

    private static func retry(_ fields: String) -> String { one(#"\#(task), "Retry": [\#(fields)]"#) }

    static let values: [RuleExample] = [
        RuleExample(
            code: "B01",
            pointer: "/TimeoutSeconds",
            broken: #"{"TimeoutSeconds": 0, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#,
            mended: #"{"TimeoutSeconds": 1, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#
        ),
        RuleExample(
            code: "B01",
            pointer: "/States/A/TimeoutSeconds",
            broken: one(#"\#(task), "TimeoutSeconds": 100000000"#),
            mended: one(#"\#(task), "TimeoutSeconds": 99999999"#)
        ),
        RuleExample(
            code: "B02",
            pointer: "/States/A/HeartbeatSeconds",
            broken: one(#"\#(task), "TimeoutSeconds": 60, "HeartbeatSeconds": 60"#),
            mended: one(#"\#(task), "TimeoutSeconds": 60, "HeartbeatSeconds": 59"#)
        ),
        RuleExample(
            code: "B03",
            pointer: "/States/A/TimeoutSecondsPath",
            broken: one(#"\#(task), "TimeoutSeconds": 60, "TimeoutSecondsPath": "$.x""#),
            mended: one(#"\#(task), "TimeoutSecondsPath": "$.x""#)
        ),
        RuleExample(
            code: "B04",
            pointer: "/States/A",
            broken: one(#""Type": "Wait""#),
            mended: one(#""Type": "Wait", "Seconds": 0"#)
        ),
        RuleExample(
            code: "B04",
            pointer: "/States/A/Timestamp",
            broken: one(#""Type": "Wait", "Seconds": 1, "Timestamp": "2026-11-21T09:14:00Z""#),
            mended: one(#""Type": "Wait", "Timestamp": "2026-11-21T09:14:00Z""#)
        ),
        RuleExample(
            code: "B05",
            pointer: "/States/A/Timestamp",
            broken: one(#""Type": "Wait", "Timestamp": "2026-11-21 09:14:00""#),
            mended: one(#""Type": "Wait", "Timestamp": "2026-11-21T09:14:00+01:00""#)
        ),
        RuleExample(
            code: "B06",
            pointer: "/States/A/Retry/0/BackoffRate",
            broken: retry(#"{"ErrorEquals": ["E"], "BackoffRate": 0.5}"#),
            mended: retry(#"{"ErrorEquals": ["E"], "BackoffRate": 1}"#)
        ),
        RuleExample(
            code: "B07",
            pointer: "/States/A/Retry/0/MaxDelaySeconds",
            broken: retry(#"{"ErrorEquals": ["E"], "IntervalSeconds": 5, "MaxDelaySeconds": 5}"#),
            mended: retry(#"{"ErrorEquals": ["E"], "IntervalSeconds": 5, "MaxDelaySeconds": 6}"#)
        ),
        RuleExample(
            code: "B08",
            pointer: "/States/A/Retry/0/JitterStrategy",
            broken: retry(#"{"ErrorEquals": ["E"], "JitterStrategy": "Full"}"#),
            mended: retry(#"{"ErrorEquals": ["E"], "JitterStrategy": "FULL"}"#),
            hint: "Did you mean \"FULL\"?"
        ),
        RuleExample(
            code: "B09",
            pointer: "/States/A/Retry/0/ErrorEquals",
            broken: retry(#"{"ErrorEquals": ["States.ALL", "E"]}"#),
            mended: retry(#"{"ErrorEquals": ["States.ALL"]}"#)
        ),
        RuleExample(
            code: "B09",
            pointer: "/States/A/Retry/0/ErrorEquals",
            broken: retry(#"{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["E"]}"#),
            mended: retry(#"{"ErrorEquals": ["E"]}, {"ErrorEquals": ["States.ALL"]}"#)
        ),
        RuleExample(
            code: "B10",
            pointer: "/States/A/Retry/0/ErrorEquals",
            broken: retry(#"{"ErrorEquals": []}"#),
            mended: retry(#"{"ErrorEquals": ["E"]}"#)
        ),
        RuleExample(
            code: "B25",
            pointer: "/States/A/Error",
            broken: machine(#"{"A": {"Type": "Fail", "Error": "\#(String(repeating: "e", count: 257))"}}"#),
            mended: machine(#"{"A": {"Type": "Fail", "Error": "\#(String(repeating: "e", count: 256))"}}"#)
        ),
        RuleExample(
            code: "B26",
            pointer: "/States/A/Retry/0/IntervalSeconds",
            broken: retry(#"{"ErrorEquals": ["E"], "IntervalSeconds": 0}"#),
            mended: retry(#"{"ErrorEquals": ["E"], "IntervalSeconds": 1, "MaxAttempts": 0}"#)
        ),
        RuleExample(
            code: "B26",
            pointer: "/States/A/Seconds",
            broken: one(#""Type": "Wait", "Seconds": -1"#),
            mended: one(#""Type": "Wait", "Seconds": 99999999"#)
        ),
    ]
}
