import FlowDiagnostics

extension RulePage {
    private static let task = #""Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem""#
    private static let retry = #""Retry": [{"ErrorEquals": ["States.ALL"]}]"#

    private static func retried(_ fields: String) -> String {
        machine(#""Load": {\#(task), "End": true, "Retry": [{"ErrorEquals": ["Busy"], \#(fields)}]}"#)
    }

    static let times: [RulePage] = [
        RulePage(
            "B01",
            .error,
            "A timeout or a heartbeat is out of range",
            why: "`TimeoutSeconds` and `HeartbeatSeconds` are from 1 to 99,999,999.",
            failing: machine(#""Load": {\#(task), \#(retry), "TimeoutSeconds": 0, "End": true}"#),
            mending: [(#""TimeoutSeconds": 0"#, #""TimeoutSeconds": 60"#)]
        ),
        RulePage(
            "B02",
            .error,
            "The heartbeat is not below the timeout",
            why: "The timeout would always come first, so the heartbeat would never be noticed.",
            failing: machine(
                #""Load": {\#(task), \#(retry), "TimeoutSeconds": 60, "HeartbeatSeconds": 60, "End": true}"#
            ),
            mending: [(#""HeartbeatSeconds": 60"#, #""HeartbeatSeconds": 20"#)]
        ),
        RulePage(
            "B03",
            .error,
            "A field and its `Path` twin",
            why: "Both say the same thing, and which one counts nobody can tell.",
            failing: machine(
                #""Load": {\#(task), \#(retry), "TimeoutSeconds": 60, "TimeoutSecondsPath": "$.limit", "End": true}"#
            ),
            mending: [(#""TimeoutSeconds": 60, "#, "")]
        ),
        RulePage(
            "B04",
            .error,
            "A Wait state without exactly one duration",
            why: "It has one of `Seconds`, `SecondsPath`, `Timestamp` and `TimestampPath`.",
            failing: machine(#""Rest": {"Type": "Wait", "End": true}"#),
            mending: [(#""Wait","#, #""Wait", "Seconds": 0,"#)]
        ),
        RulePage(
            "B05",
            .error,
            "A timestamp that is not RFC 3339",
            why: "ASL wants a capital `T`, seconds, and a capital `Z` or a numeric offset.",
            failing: machine(#""Rest": {"Type": "Wait", "Timestamp": "2026-11-21 09:14", "End": true}"#),
            mending: [("2026-11-21 09:14", "2026-11-21T09:14:00Z")]
        ),
        RulePage(
            "B06",
            .error,
            "`BackoffRate` is below 1",
            why: "The waits between attempts would shrink.",
            failing: retried(#""BackoffRate": 0.5"#),
            mending: [("0.5", "1.5")]
        ),
        RulePage(
            "B07",
            .error,
            "`MaxDelaySeconds` is not over the interval, or is over its bound",
            why: "It caps waits that grow from `IntervalSeconds`; it is below 31,622,401, a year and a day.",
            failing: retried(#""IntervalSeconds": 30, "MaxDelaySeconds": 30"#),
            mending: [(#""MaxDelaySeconds": 30"#, #""MaxDelaySeconds": 300"#)]
        ),
        RulePage(
            "B08",
            .error,
            "An unknown `JitterStrategy`",
            why: "There are `FULL` and `NONE`.",
            failing: retried(#""JitterStrategy": "Full""#),
            mending: [("Full", "FULL")]
        ),
        RulePage(
            "B09",
            .error,
            "`States.ALL` is not alone, or not last",
            why: "It matches every error, so nothing beside or after it is ever looked at. AWS refuses it elsewhere.",
            failing: machine(#""Load": {\#(task), "End": true, "Retry": [{"ErrorEquals": ["States.ALL", "Busy"]}]}"#),
            mending: [(#", "Busy""#, "")]
        ),
        RulePage(
            "B10",
            .error,
            "`ErrorEquals` is empty",
            why: "The element would match nothing.",
            failing: machine(#""Load": {\#(task), "End": true, "Retry": [{"ErrorEquals": []}]}"#),
            mending: [("[]", #"["Busy"]"#)]
        ),
        RulePage(
            "B25",
            .warning,
            "`Error` or `Cause` is longer than is kept",
            why: "256 characters of an error's name and 32,768 of its cause are kept; the rest is cut.",
            failing: machine(#""Stop": {"Type": "Fail", "Error": "\#(String(repeating: "TooLong", count: 40))"}"#),
            mended: machine(#""Stop": {"Type": "Fail", "Error": "TooLong"}"#),
            shownFailing: machine(#""Stop": {"Type": "Fail", "Error": "TooLongTooLongTooLong… (over 256 characters)"}"#)
        ),
        RulePage(
            "B26",
            .error,
            "A number is out of range",
            why: "`Seconds` of a Wait is from 0, `IntervalSeconds` from 1, `MaxAttempts` and `MaxConcurrency` from 0.",
            failing: retried(#""IntervalSeconds": 0"#),
            mending: [(#""IntervalSeconds": 0"#, #""IntervalSeconds": 1"#)]
        ),
    ]

    private static let inner = #""StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}"#

    /// A distributed Map with a reader whose configuration has the given fields.
    private static func reader(_ fields: String) -> String { distributed(reading(fields)) }

    private static func reading(_ fields: String) -> String {
        #""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {\#(fields)}},"#
    }

    private static func distributed(_ fields: String) -> String {
        machine(
            """
            "Each": {"Type": "Map", "End": true, \(fields)
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                \(inner)}}
            """
        )
    }

    private static func inline(_ fields: String) -> String {
        machine(#""Each": {"Type": "Map", "End": true, \#(fields)"# + "\n  \"ItemProcessor\": {\(inner)}}")
    }

    static let maps: [RulePage] = [
        RulePage(
            "B11",
            .error,
            "A label is invalid, repeated or over 40 characters",
            why: "The label becomes part of the map run's ARN.",
            failing: distributed(#""Label": "each order","#),
            mending: [("each order", "each-order")]
        ),
        RulePage(
            "B12",
            .error,
            "A tolerance is out of range",
            why: "`ToleratedFailurePercentage` is from 0 to 100, `ToleratedFailureCount` from 0.",
            failing: distributed(#""ToleratedFailurePercentage": 101,"#),
            mending: [("101", "10")]
        ),
        RulePage(
            "B13",
            .error,
            "A reader's configuration is unknown or impossible",
            why: "Some settings belong to one input type only, and a listing of files has none.",
            failing: reader(#""InputType": "XML""#),
            mending: [("XML", "JSON")]
        ),
        RulePage(
            "B14",
            .error,
            "`CSVHeaders` without `GIVEN`, or repeated",
            why: "The headers name the members of each item; they are either in the first row or given.",
            failing: reader(#""InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["day", "amount"]"#),
            mending: [("FIRST_ROW", "GIVEN")]
        ),
        RulePage(
            "B15",
            .error,
            "A batcher without a limit, or over 262,144 bytes",
            why: "Without a limit there would be one batch of everything; a batch has to fit into a payload.",
            failing: distributed(#""ItemBatcher": {"MaxInputBytesPerBatch": 500000},"#),
            mending: [("500000", "200000")]
        ),
        RulePage(
            "B16",
            .error,
            "A field of a distributed Map in an inline one",
            why: "Readers, writers and batchers work with child executions, which an inline Map does not have.",
            failing: inline(#""ItemBatcher": {"MaxItemsPerBatch": 10},"#),
            mended: distributed(#""ItemBatcher": {"MaxItemsPerBatch": 10},"#)
        ),
        RulePage(
            "B17",
            .error,
            "`ExecutionType` is missing",
            why: "A distributed Map starts executions, and has to say of which type.",
            failing: distributed("").replacingFirst(#", "ExecutionType": "STANDARD""#, by: ""),
            mended: distributed("")
        ),
        RulePage(
            "B18",
            .error,
            "`ItemProcessor` beside `Iterator`",
            why: "They are the new and the old name of the same thing; so are `ItemSelector` and `Parameters`.",
            failing: inline(#""Iterator": {"StartAt": "Two", "States": {"Two": {"Type": "Pass", "End": true}}},"#),
            mended: inline("")
        ),
        RulePage(
            "B19",
            .warning,
            "`Iterator` and `Parameters` in a Map are deprecated",
            why: "They still work, but new fields exist only beside the new names.",
            failing: inline("").replacingFirst("ItemProcessor", by: "Iterator"),
            mended: inline("")
        ),
    ]

    private static func call(_ resource: String, _ fields: String = "") -> String {
        machine(#""Call": {"Type": "Task", "Resource": "\#(resource)", "# + "\n  \(fields)\(retry), \"End\": true}")
    }

    static let resources: [RulePage] = [
        RulePage(
            "B20",
            .error,
            "What an EXPRESS machine can't run",
            why:
                "Express executions end after five minutes and keep no state, so they can't wait for a job, a token or an activity, and have no distributed Map.",
            failing: call("arn:aws:states:::glue:startJobRun.sync"),
            mending: [(".sync", "")],
            executionType: .express
        ),
        RulePage(
            "B21",
            .error,
            "A resource that names nothing",
            why:
                "A Task says what it calls by an ARN: of a function, an activity, or a service integration that there is.",
            failing: call("lambda:invoke"),
            mending: [("lambda:invoke", "arn:aws:states:::dynamodb:getItem")]
        ),
        RulePage(
            "B22",
            .error,
            "`Credentials` without `RoleArn`",
            why: "It names the role that the task takes on.",
            failing: call("arn:aws:states:::dynamodb:getItem", "\"Credentials\": {\"Role\": \"reader\"},\n  "),
            mending: [(#""Role": "reader""#, #""RoleArn.$": "$.role""#)]
        ),
        RulePage(
            "B23",
            .error,
            "`http:invoke` without endpoint, method or authentication",
            why: "Each of them is needed to make the request.",
            failing: call(
                "arn:aws:states:::http:invoke",
                "\"Parameters\": {\"ApiEndpoint\": \"https://api.example/orders\", \"Method\": \"GET\"},\n  "
            ),
            mending: [(#""Method": "GET""#, #""Method": "GET", "Authentication": {"ConnectionArn.$": "$.connection"}"#)]
        ),
        RulePage(
            "B24",
            .warning,
            "An aws-sdk action that is unknown, or in the wrong case",
            why: "Services are written small and actions in camel case; AWS finds no other spelling.",
            failing: call("arn:aws:states:::aws-sdk:S3:GetObject"),
            mending: [("S3:GetObject", "s3:getObject")]
        ),
    ]
}
