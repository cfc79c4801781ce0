import StatesLanguage

/// What the names that the language defines mean, beside its fields.
enum LanguageWords {
    static func text(of type: StateType) -> String {
        switch type {
        case .task: "Does work outside: calls a function, an activity or a service, and waits for the result."
        case .parallel: "Runs all of its `Branches` at the same time. Its result is the array of their outputs."
        case .map: "Runs its `ItemProcessor` for each item. Its result is the array of the outputs."
        case .pass: "Hands on its input, or a fixed `Result`, and shapes data on the way."
        case .wait: "Waits some `Seconds` or until a `Timestamp`."
        case .choice: "Goes to the `Next` of the first rule of its `Choices` that holds, else to its `Default`."
        case .succeed: "Ends its `States` object well."
        case .fail: "Ends the execution, or the state around it, with an `Error` and a `Cause`."
        }
    }

    /// What a predefined error name stands for.
    static func text(ofError name: String) -> String? { errors[name] }

    private static let errors: [String: String] = [
        "States.ALL": "Every error but `States.Runtime` and `States.DataLimitExceeded`. It stands alone and last.",
        "States.BranchFailed": "A branch of a Parallel state failed.",
        "States.DataLimitExceeded":
            "A payload, a result or a variable is over 262,144 bytes. `States.ALL` does not match it.",
        "States.ExceedToleratedFailureThreshold": "More items of a distributed Map failed than it tolerates.",
        "States.HeartbeatTimeout": "No heartbeat came within `HeartbeatSeconds`. `States.Timeout` matches it too.",
        "States.Http.Socket": "An HTTP task lost its connection or took longer than 60 seconds.",
        "States.IntrinsicFailure": "A call of an intrinsic function failed.",
        "States.ItemReaderFailed": "A distributed Map could not read its items.",
        "States.NoChoiceMatched": "No rule of a Choice state held, and it has no `Default`.",
        "States.ParameterPathFailure": "A path of a payload template selects nothing.",
        "States.Permissions": "A task had insufficient rights.",
        "States.QueryEvaluationError": "A JSONata expression failed, gave nothing, or gave the wrong type.",
        "States.ResultPathMatchFailure": "`ResultPath` cannot be applied to the state's input.",
        "States.ResultWriterFailed": "A distributed Map could not write its results.",
        "States.Runtime":
            "A fault of the definition, such as a path that selects nothing. Nothing catches or retries it.",
        "States.TaskFailed": "Every error of a task but `States.Timeout`.",
        "States.Timeout": "A task or an execution took longer than `TimeoutSeconds`, or sent no heartbeat in time.",
    ]

    /// The values that a field may have, where they are few.
    static func values(of key: String, in role: Role) -> [String] {
        switch (role, key) {
        case (.state, "Type"): StateType.allCases.map(\.rawValue)
        case (.state, "QueryLanguage"), (.machine, "QueryLanguage"): QueryLanguage.allCases.map(\.rawValue)
        case (.machine, "Version"): ["1.0"]
        case (.retrier, "JitterStrategy"): Retrier.JitterStrategy.allCases.map(\.rawValue)
        case (.processorConfig, "Mode"): ["INLINE", "DISTRIBUTED"]
        case (.processorConfig, "ExecutionType"): ["STANDARD", "EXPRESS"]
        case (.readerConfig, "InputType"): ["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]
        case (.readerConfig, "ManifestType"): ["S3_INVENTORY", "ATHENA_DATA"]
        case (.readerConfig, "Transformation"): ["NONE", "LOAD_AND_FLATTEN"]
        case (.readerConfig, "CSVHeaderLocation"): ["FIRST_ROW", "GIVEN"]
        case (.readerConfig, "CSVDelimiter"): ["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]
        case (.writerConfig, "OutputType"): ["JSON", "JSONL"]
        case (.writerConfig, "Transformation"): ["NONE", "COMPACT", "FLATTEN"]
        case (.itemReader, "Resource"): ["arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2"]
        case (.resultWriter, "Resource"): ["arn:aws:states:::s3:putObject"]
        default: []
        }
    }

    /// The forms of a Task state's `Resource`.
    static let resources: [(arn: String, text: String)] = [
        ("arn:aws:states:::lambda:invoke", "Invokes a Lambda function."),
        ("arn:aws:states:::lambda:invoke.waitForTaskToken", "Invokes a Lambda function and waits for the task token."),
        ("arn:aws:lambda:REGION:ACCOUNT:function:NAME", "Invokes a Lambda function by its own ARN."),
        ("arn:aws:states:REGION:ACCOUNT:activity:NAME", "Waits for a worker of an activity."),
        ("arn:aws:states:::states:startExecution", "Starts an execution of another machine."),
        ("arn:aws:states:::states:startExecution.sync:2", "Runs another machine to its end; its output is JSON."),
        (
            "arn:aws:states:::states:startExecution.sync",
            "Runs another machine to its end; its output is a text of JSON."
        ),
        (
            "arn:aws:states:::states:startExecution.waitForTaskToken",
            "Starts an execution and waits for the task token."
        ),
        ("arn:aws:states:::sqs:sendMessage", "Sends a message to a queue."),
        ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Sends a message and waits for the task token."),
        ("arn:aws:states:::sns:publish", "Publishes to a topic."),
        ("arn:aws:states:::sns:publish.waitForTaskToken", "Publishes to a topic and waits for the task token."),
        ("arn:aws:states:::events:putEvents", "Puts events on a bus."),
        ("arn:aws:states:::events:putEvents.waitForTaskToken", "Puts events on a bus and waits for the task token."),
        ("arn:aws:states:::dynamodb:getItem", "Reads an item of a table."),
        ("arn:aws:states:::dynamodb:putItem", "Writes an item to a table."),
        ("arn:aws:states:::dynamodb:updateItem", "Changes an item of a table."),
        ("arn:aws:states:::dynamodb:deleteItem", "Deletes an item of a table."),
        ("arn:aws:states:::http:invoke", "Calls an HTTPS endpoint through a connection."),
        ("arn:aws:states:::ecs:runTask", "Starts a container."),
        ("arn:aws:states:::ecs:runTask.sync", "Runs a container to its end."),
        ("arn:aws:states:::batch:submitJob", "Submits a batch job."),
        ("arn:aws:states:::batch:submitJob.sync", "Runs a batch job to its end."),
        ("arn:aws:states:::glue:startJobRun", "Starts a Glue job."),
        ("arn:aws:states:::glue:startJobRun.sync", "Runs a Glue job to its end."),
        ("arn:aws:states:::athena:startQueryExecution", "Starts a query."),
        ("arn:aws:states:::athena:startQueryExecution.sync", "Runs a query to its end."),
        ("arn:aws:states:::athena:getQueryResults", "Reads the results of a query."),
        ("arn:aws:states:::apigateway:invoke", "Calls an API of API Gateway."),
        ("arn:aws:states:::codebuild:startBuild.sync", "Runs a build to its end."),
        ("arn:aws:states:::bedrock:invokeModel", "Calls a model."),
        ("arn:aws:states:::aws-sdk:s3:getObject", "Calls an action of the AWS SDK: the service, then the action."),
        ("arn:aws:states:::aws-sdk:SERVICE:ACTION", "Calls any action of the AWS SDK."),
    ]
}
