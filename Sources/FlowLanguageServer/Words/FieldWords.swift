import StatesLanguage

/// What the fields of the language are for, in the words of an editor's hover.
enum FieldWords {
    /// The documentation of a field, or `nil` where the language has none of that name.
    static func text(of key: String, in role: Role) -> String? {
        if let text = ownTexts[role]?[key] { return text }
        if role == .rule || role == .test, let text = comparison(key) { return text }
        return role.fields(of: .task) == nil ? nil : texts[key]
    }

    private static func comparison(_ key: String) -> String? {
        if let text = texts[key] { return text }
        let isPath = key.hasSuffix("Path")
        let name = isPath ? String(key.dropLast(4)) : key
        guard let text = comparisons[name] else { return nil }
        return isPath ? text + " The operand is a path." : text
    }

    /// Fields that mean something else in one kind of object.
    private static let ownTexts: [Role: [String: String]] = [
        .machine: [
            "Comment": "A description for people.",
            "TimeoutSeconds":
                "The most seconds an execution may run; then it ends as `TIMED_OUT`. An integer up to 99,999,999.",
            "QueryLanguage": "The query language of all states that name none: `JSONPath` (the default) or `JSONata`.",
        ],
        .itemReader: [
            "Resource": "`arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`.",
            "Parameters": "Bucket and key, or bucket and prefix, of what is read.",
            "Arguments": "Bucket and key, or bucket and prefix, of what is read.",
        ],
        .resultWriter: [
            "Resource": "`arn:aws:states:::s3:putObject`.",
            "Parameters": "Bucket and prefix of what is written.",
            "Arguments": "Bucket and prefix of what is written.",
        ],
        .catcher: [
            "Next": "The state that goes on after the failure.",
            "Output": "The output handed to the next state; the error output (`$states.errorOutput`) where absent.",
            "ResultPath":
                "Where the error output, `{\"Error\", \"Cause\"}`, goes in the state's raw input; `$` replaces it.",
            "Assign": "Variables that are set when this catcher takes the failure.",
        ],
        .rule: [
            "Next": "The state that follows where the rule holds.",
            "Output": "The state's output where the rule holds.",
            "Assign": "Variables that are set where the rule holds, instead of the state's own `Assign`.",
        ],
    ]

    private static let texts: [String: String] = [
        "Comment": "A description for people.",
        "Version": "The version of the language; only `1.0`.",
        "StartAt": "The name of the state that begins; one of the `States` beside it.",
        "States": "The states by name. Names are unique in the whole machine and have at most 80 characters.",
        "Type": "What kind of state it is: `Task`, `Pass`, `Choice`, `Wait`, `Succeed`, `Fail`, `Parallel` or `Map`.",
        "QueryLanguage": "The query language of this state. A state of a JSONata machine cannot go back to JSONPath.",
        "Next": "The name of the state that follows; one of the same `States` object.",
        "End": "`true` where the state ends its `States` object.",
        "InputPath": "A path that selects the effective input; `$` where absent, `null` for `{}`.",
        "OutputPath": "A path that selects the output; `$` where absent, `null` for `{}`.",
        "ResultPath":
            "Where the result goes in the raw input: a Reference Path, `$` to replace it, `null` to drop the result.",
        "Parameters":
            "A payload template for what the work is given. A key that ends in `.$` has a path or an intrinsic call.",
        "ResultSelector": "A payload template that shapes the result before `ResultPath`; `$` is the raw result.",
        "Arguments": "What the work is given; expressions stand between `{%` and `%}`.",
        "Output": "The state's output; expressions stand between `{%` and `%}`. The result or the input where absent.",
        "Assign":
            "Variables to set when the state is left, read from the next state on. All see the values from before.",
        "Resource": "What the task calls: the ARN of a function, an activity or a service integration.",
        "Credentials": "The role to call the resource with: `{\"RoleArn\": …}`.",
        "TimeoutSeconds": "Seconds until a running attempt fails with `States.Timeout`; 1 to 99,999,999.",
        "TimeoutSecondsPath": "A path to the seconds until a running attempt fails with `States.Timeout`.",
        "HeartbeatSeconds":
            "Seconds that may go by without a heartbeat until `States.HeartbeatTimeout`; fewer than `TimeoutSeconds`.",
        "HeartbeatSecondsPath": "A path to the seconds that may go by without a heartbeat.",
        "Retry": "How failed attempts are repeated; the first retrier whose `ErrorEquals` matches counts.",
        "Catch": "Where to go on after a failure that no retrier mends; the first catcher that matches counts.",
        "ErrorEquals": "The names of the errors that it is for. `States.ALL` stands alone and last.",
        "IntervalSeconds": "Seconds before the first retry; 1 to 99,999,999, default 1.",
        "MaxAttempts": "How many retries there are; 0 to 99,999,999, default 3.",
        "BackoffRate": "What each wait is multiplied by; 1 or more, default 2.",
        "MaxDelaySeconds": "The longest wait between attempts; more than `IntervalSeconds`, fewer than 31,622,401.",
        "JitterStrategy": "`FULL` spreads each wait between 0 and the computed one; `NONE` is the default.",
        "Branches":
            "Machines that run at the same time, each with the state's effective input. The result is their outputs.",
        "ItemProcessor": "The machine that runs for each item, with its `ProcessorConfig`.",
        "Iterator": "The old name of `ItemProcessor`.",
        "ProcessorConfig":
            "How iterations run: `INLINE` within the execution, or `DISTRIBUTED` as executions of their own.",
        "Mode": "`INLINE` (the default) or `DISTRIBUTED`.",
        "ExecutionType": "`STANDARD` or `EXPRESS`: the kind of a distributed Map's child executions.",
        "Items": "The items: an array, or an expression that gives one. The state's input where absent.",
        "ItemsPath": "A path to the array of items; `$` where absent.",
        "ItemSelector":
            "What each iteration is given; the item is `$$.Map.Item.Value` or `$states.context.Map.Item.Value`.",
        "MaxConcurrency":
            "How many iterations run at the same time; 0 for as many as possible, 1 for one after the other.",
        "MaxConcurrencyPath": "A path to the number of iterations that run at the same time.",
        "ItemReader": "Where a distributed Map reads its items: an object or a listing in S3.",
        "ReaderConfig": "How the file is read.",
        "InputType": "`CSV`, `JSON`, `JSONL`, `PARQUET` or `MANIFEST`.",
        "ManifestType": "`S3_INVENTORY` or `ATHENA_DATA`.",
        "Transformation": "`LOAD_AND_FLATTEN` reads every listed object; a writer has `NONE`, `COMPACT` and `FLATTEN`.",
        "CSVHeaderLocation": "`FIRST_ROW`, or `GIVEN` with `CSVHeaders`.",
        "CSVHeaders": "The names of the columns where `CSVHeaderLocation` is `GIVEN`.",
        "CSVDelimiter": "`COMMA` (the default), `PIPE`, `SEMICOLON`, `SPACE` or `TAB`.",
        "ItemsPointer": "A JSON pointer to the items inside a JSON file, such as `/data/items`.",
        "MaxItems": "The most items that are read; 1 to 100,000,000.",
        "MaxItemsPath": "A path to the most items that are read.",
        "ItemBatcher": "Gives several items to one child execution, as `{\"BatchInput\", \"Items\"}`.",
        "MaxItemsPerBatch": "The most items of a batch.",
        "MaxItemsPerBatchPath": "A path to the most items of a batch.",
        "MaxInputBytesPerBatch": "The most bytes of a batch; up to 262,144.",
        "MaxInputBytesPerBatchPath": "A path to the most bytes of a batch.",
        "BatchInput": "What every batch is given beside its items.",
        "ResultWriter": "Where a distributed Map writes its results, and how.",
        "WriterConfig": "How results are written.",
        "OutputType": "`JSON` or `JSONL`.",
        "Label": "A name for the child executions' machine; at most 40 characters, unique in the machine.",
        "ToleratedFailurePercentage": "How many percent of the items may fail; 0 to 100, default 0.",
        "ToleratedFailurePercentagePath": "A path to the percentage of items that may fail.",
        "ToleratedFailureCount": "How many items may fail; default 0.",
        "ToleratedFailureCountPath": "A path to the number of items that may fail.",
        "Result": "What a Pass state hands on instead of its input; it is not evaluated.",
        "Seconds": "How many seconds to wait.",
        "SecondsPath": "A path to the number of seconds to wait.",
        "Timestamp":
            "When to go on: an RFC 3339 timestamp with `T` and `Z` or an offset, such as `2026-01-31T09:00:00Z`.",
        "TimestampPath": "A path to the timestamp at which to go on.",
        "Choices": "The rules, tried from the first to the last.",
        "Default":
            "The state that follows where no rule holds. Without it the state fails with `States.NoChoiceMatched`.",
        "Condition": "Whether the rule holds: `true`, `false` or an expression that gives one of them.",
        "Variable": "A path to the value that is compared.",
        "And": "Holds where all of its tests hold; they are tried in order and the rest is left out after a false one.",
        "Or": "Holds where one of its tests holds.",
        "Not": "Holds where its test does not.",
        "Error": "The name of the error that the execution fails with; at most 256 characters.",
        "ErrorPath": "A path or a call of an intrinsic function that gives the error's name.",
        "Cause": "Why it fails, for people; at most 32,768 characters.",
        "CausePath": "A path or a call of an intrinsic function that gives the cause.",
    ]

    private static let comparisons: [String: String] = [
        "StringEquals": "Whether the text is the same.",
        "StringLessThan": "Whether the text comes first, by code points.",
        "StringGreaterThan": "Whether the text comes later, by code points.",
        "StringLessThanEquals": "Whether the text comes first or is the same.",
        "StringGreaterThanEquals": "Whether the text comes later or is the same.",
        "StringMatches": "Whether the text matches a pattern: `*` is any run of characters, `\\\\*` the star itself.",
        "NumericEquals": "Whether the number is the same.",
        "NumericLessThan": "Whether the number is smaller.",
        "NumericGreaterThan": "Whether the number is larger.",
        "NumericLessThanEquals": "Whether the number is smaller or the same.",
        "NumericGreaterThanEquals": "Whether the number is larger or the same.",
        "BooleanEquals": "Whether the boolean is the same.",
        "TimestampEquals": "Whether it is the same moment.",
        "TimestampLessThan": "Whether the moment is earlier.",
        "TimestampGreaterThan": "Whether the moment is later.",
        "TimestampLessThanEquals": "Whether the moment is earlier or the same.",
        "TimestampGreaterThanEquals": "Whether the moment is later or the same.",
        "IsNull": "Whether the value is `null`, or is not with `false`.",
        "IsPresent": "Whether the path selects something; the one test that a missing value does not fail.",
        "IsNumeric": "Whether the value is a number.",
        "IsString": "Whether the value is a text.",
        "IsBoolean": "Whether the value is `true` or `false`.",
        "IsTimestamp": "Whether the value is a text that names a moment.",
    ]
}
