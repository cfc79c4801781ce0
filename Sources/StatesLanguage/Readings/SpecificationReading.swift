/// How the rules are read on which the sources of the language disagree.
///
/// The specification, AWS's guide, AWS's service model and what AWS was recorded to answer don't always say the same.
/// Each disagreement is one switch; the defaults are what AWS does as far as it is known.
package struct SpecificationReading: Hashable, Sendable {
    /// The error of a Choice state where no rule holds.
    package var choiceWithoutMatch = ChoiceWithoutMatch.noChoiceMatched
    /// The error of a payload template whose path selects nothing.
    package var missingPath = MissingPath.runtime
    /// How long a task may take that has no `TimeoutSeconds`.
    package var defaultTaskTimeout = DefaultTaskTimeout.unbounded
    /// Whether a JSONata `Items` of a distributed Map may give an object.
    package var itemsObject = ItemsObject.keysAndValues
    /// Whether `Credentials` of a JSONata state are evaluated.
    package var credentials = Credentials.evaluated
    /// The bound of `MaxDelaySeconds`.
    package var maxDelay = MaxDelay.bounded
    /// How long a task token may be that somebody gives back.
    package var taskTokenLength = TaskTokenLength.model
    /// Whether `States.TaskFailed` matches `States.Runtime` and `States.DataLimitExceeded`.
    package var taskFailedOfLimits = TaskFailedOfLimits.escapes
    /// Whether `States.TaskFailed` matches failures of the state's own data, such as `States.QueryEvaluationError`.
    package var taskFailedOfData = TaskFailedOfData.matches
    /// The code with which a bad `Label` is refused.
    package var labelCode = LabelCode.ofLabels

    /// The defaults.
    package init() {}
}

extension SpecificationReading {
    /// The error of a Choice state without `Default` where no rule holds.
    package enum ChoiceWithoutMatch: String, CaseIterable, Sendable {
        /// The name that the specification and AWS's guide give.
        case noChoiceMatched = "no-choice-matched"
        /// What was measured on AWS by others.
        case runtime
    }

    /// The error of a payload template whose path selects nothing.
    package enum MissingPath: String, CaseIterable, Sendable {
        /// What AWS was recorded to answer.
        case runtime
        /// The name that the specification gives.
        case parameterPathFailure = "parameter-path-failure"
    }

    /// How long a task may take that has no `TimeoutSeconds`.
    package enum DefaultTaskTimeout: String, CaseIterable, Sendable {
        /// AWS's 99,999,999 s, which no execution reaches.
        case unbounded = "99999999"
        /// The specification's.
        case minute = "60"

        /// The seconds of the bound, or `nil` where no execution reaches it.
        package var seconds: Int64? { self == .minute ? 60 : nil }
    }

    /// What becomes of an object that the JSONata `Items` of a distributed Map give.
    package enum ItemsObject: String, CaseIterable, Sendable {
        /// Its members are the items, each with `Key` and `Value`.
        case keysAndValues = "key-value"
        /// The state fails.
        case refused
    }

    /// What an expression in the `Credentials` of a JSONata state is.
    package enum Credentials: String, CaseIterable, Sendable {
        /// An expression like any other.
        case evaluated
        /// The text that it is.
        case literal
    }

    /// The bound of `MaxDelaySeconds`.
    package enum MaxDelay: String, CaseIterable, Sendable {
        /// Fewer than 31,622,401 seconds.
        case bounded = "31622400"
        /// None.
        case unbounded
    }

    /// How many characters a task token may have.
    package enum TaskTokenLength: String, CaseIterable, Sendable {
        /// The bound of the service model.
        case model = "2048"
        /// The bound of AWS's guide.
        case guide = "1024"

        /// The most characters.
        package var characters: Int { self == .model ? 2048 : 1024 }
    }

    /// Whether `States.TaskFailed` matches `States.Runtime` and `States.DataLimitExceeded`.
    package enum TaskFailedOfLimits: String, CaseIterable, Sendable {
        /// They escape it, as they escape `States.ALL`.
        case escapes
        /// The specification's words: it matches everything but `States.Timeout`.
        case matches
    }

    /// Whether `States.TaskFailed` matches failures of the state's own data.
    package enum TaskFailedOfData: String, CaseIterable, Sendable {
        /// The specification's words: it matches everything but `States.Timeout`.
        case matches
        /// Only what the task itself failed with is a task's failure.
        case escapes
    }

    /// The code with which a bad `Label` is refused.
    package enum LabelCode: String, CaseIterable, Sendable {
        /// `INVALID_LABEL_NAME` and `DUPLICATE_LABEL_NAME`.
        case ofLabels = "label-name"
        /// `SCHEMA_VALIDATION_FAILED`, as for the values of other fields.
        case ofSchema = "schema"
    }
}
