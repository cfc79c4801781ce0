extension SpecificationReading.ChoiceWithoutMatch: ReadingChoice {
    static let switchName = "choice-without-match"
    static let topic = "The error of a Choice state without `Default` where no rule holds."

    var meaning: String {
        switch self {
        case .noChoiceMatched: "`States.NoChoiceMatched`, the name in the specification and in AWS's guide."
        case .runtime: "`States.Runtime`, which nothing catches: so others measured it on AWS."
        }
    }
}

extension SpecificationReading.MissingPath: ReadingChoice {
    static let switchName = "missing-path"
    static let topic =
        "The error of a payload template (`Parameters`, `ResultSelector`, `Assign` …) whose path selects nothing."

    var meaning: String {
        switch self {
        case .runtime: "`States.Runtime`, which nothing catches: so AWS was recorded."
        case .parameterPathFailure: "`States.ParameterPathFailure`, the name in the specification, which can be caught."
        }
    }
}

extension SpecificationReading.DefaultTaskTimeout: ReadingChoice {
    static let switchName = "default-task-timeout"
    static let topic = "How long a task may take whose state has no `TimeoutSeconds`."

    var meaning: String {
        switch self {
        case .unbounded: "99,999,999 s, longer than any execution: so AWS does it."
        case .minute: "60 s: so the specification has it. `HeartbeatSeconds` is to be below it then."
        }
    }
}

extension SpecificationReading.ItemsObject: ReadingChoice {
    static let switchName = "items-object"
    static let topic = "What becomes of an object that the JSONata `Items` of a distributed Map give."

    var meaning: String {
        switch self {
        case .keysAndValues: "Its members are the items, each with `Key` and `Value`: so AWS's guide has it since 2025."
        case .refused: "The state fails with `States.QueryEvaluationError`: so AWS was recorded in 2024."
        }
    }
}

extension SpecificationReading.Credentials: ReadingChoice {
    static let switchName = "credentials"
    static let topic = "What an expression in the `Credentials` of a JSONata state is."

    var meaning: String {
        switch self {
        case .evaluated: "An expression like any other: so AWS's guide has it."
        case .literal: "The text that it is: so others measured it on AWS."
        }
    }
}

extension SpecificationReading.MaxDelay: ReadingChoice {
    static let switchName = "max-delay"
    static let topic = "The largest `MaxDelaySeconds` of a retrier."

    var meaning: String {
        switch self {
        case .bounded: "Fewer than 31,622,401 s: so AWS's guide has it."
        case .unbounded: "Any number over `IntervalSeconds`: so statelint judges."
        }
    }
}

extension SpecificationReading.TaskTokenLength: ReadingChoice {
    static let switchName = "task-token-length"
    static let topic =
        "How many characters the task token of `SendTaskSuccess`, `SendTaskFailure` and `SendTaskHeartbeat` may have."

    var meaning: String {
        switch self {
        case .model: "2,048: the service model."
        case .guide: "1,024: AWS's guide."
        }
    }
}

extension SpecificationReading.TaskFailedOfLimits: ReadingChoice {
    static let switchName = "task-failed-of-limits"
    static let topic = "Whether `States.TaskFailed` matches `States.Runtime` and `States.DataLimitExceeded`."

    var meaning: String {
        switch self {
        case .escapes: "It does not: AWS's guide says so of `States.ALL`."
        case .matches: "It does: the specification says that it matches everything but `States.Timeout`."
        }
    }
}

extension SpecificationReading.TaskFailedOfData: ReadingChoice {
    static let switchName = "task-failed-of-data"
    static let topic =
        "Whether `States.TaskFailed` matches failures of the state's own data: `States.QueryEvaluationError`, "
        + "`States.IntrinsicFailure`, `States.ParameterPathFailure` and `States.ResultPathMatchFailure`."

    var meaning: String {
        switch self {
        case .matches: "It does: the specification says that it matches everything but `States.Timeout`."
        case .escapes: "It does not: no recording shows that it does, and the task itself did not fail."
        }
    }
}

extension SpecificationReading.LabelCode: ReadingChoice {
    static let switchName = "label-code"
    static let topic = "The code with which the API refuses a bad `Label`."

    var meaning: String {
        switch self {
        case .ofLabels:
            "`INVALID_LABEL_NAME` or `DUPLICATE_LABEL_NAME`, which AWS's guide lists; no recording shows one."
        case .ofSchema: "`SCHEMA_VALIDATION_FAILED`, as for the values of other fields."
        }
    }
}
