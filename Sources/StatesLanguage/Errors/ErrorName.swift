/// The name of an error, as `Retry` and `Catch` match it.
///
/// Source: Amazon States Language, "Errors"; what the wildcards match is what AWS does.
public struct ErrorName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name as written, such as `States.Timeout`.
    public let text: String

    /// A name with the given text; a handler's own names don't begin with `States.`.
    public init(_ text: String) { self.text = text }

    /// A name with the given text.
    public init(stringLiteral text: String) { self.init(text) }

    /// The name as written.
    public var description: String { text }
}

extension ErrorName {
    /// Wildcard of every error but `States.Runtime` and `States.DataLimitExceeded`.
    public static let all: ErrorName = "States.ALL"
    /// A branch of a Parallel state failed.
    public static let branchFailed: ErrorName = "States.BranchFailed"
    /// A payload, a variable or a result is over 262,144 bytes.
    public static let dataLimitExceeded: ErrorName = "States.DataLimitExceeded"
    /// More items of a Map failed than it tolerates.
    public static let exceedToleratedFailureThreshold: ErrorName = "States.ExceedToleratedFailureThreshold"
    /// A task sent no heartbeat within `HeartbeatSeconds`.
    public static let heartbeatTimeout: ErrorName = "States.HeartbeatTimeout"
    /// An HTTP task lost its connection or took longer than 60 s.
    public static let httpSocket: ErrorName = "States.Http.Socket"
    /// An intrinsic function failed.
    public static let intrinsicFailure: ErrorName = "States.IntrinsicFailure"
    /// The items of a distributed Map could not be read.
    public static let itemReaderFailed: ErrorName = "States.ItemReaderFailed"
    /// No rule of a Choice state matched, and it has no `Default`.
    public static let noChoiceMatched: ErrorName = "States.NoChoiceMatched"
    /// A path of a payload template found nothing.
    public static let parameterPathFailure: ErrorName = "States.ParameterPathFailure"
    /// A task had insufficient rights.
    public static let permissions: ErrorName = "States.Permissions"
    /// A JSONata expression failed, or gave nothing or the wrong type.
    public static let queryEvaluationError: ErrorName = "States.QueryEvaluationError"
    /// `ResultPath` cannot be applied to the state's input.
    public static let resultPathMatchFailure: ErrorName = "States.ResultPathMatchFailure"
    /// The results of a distributed Map could not be written.
    public static let resultWriterFailed: ErrorName = "States.ResultWriterFailed"
    /// A fault that nothing can catch or retry, such as a path that selects nothing.
    public static let runtime: ErrorName = "States.Runtime"
    /// Wildcard of every error but timeouts; also a task's failure that has no name of its own.
    public static let taskFailed: ErrorName = "States.TaskFailed"
    /// A state or an execution took longer than `TimeoutSeconds`.
    public static let timeout: ErrorName = "States.Timeout"

    /// The error of an HTTP task that was answered with a failing status.
    public static func httpStatusCode(_ status: Int) -> ErrorName { ErrorName("States.Http.StatusCode.\(status)") }

    /// Every name that the language itself defines, for suggestions.
    package static let predefined: [ErrorName] = [
        .all, .branchFailed, .dataLimitExceeded, .exceedToleratedFailureThreshold, .heartbeatTimeout, .httpSocket,
        .intrinsicFailure, .itemReaderFailed, .noChoiceMatched, .parameterPathFailure, .permissions,
        .queryEvaluationError, .resultPathMatchFailure, .resultWriterFailed, .runtime, .taskFailed, .timeout,
    ]
}

extension ErrorName {
    /// Whether this name, written in `ErrorEquals`, matches a raised error.
    ///
    /// `States.Runtime` is matched by nothing, not even by its own name. `States.DataLimitExceeded` is matched by its
    /// own name alone. `States.Timeout` matches a missed heartbeat too.
    public func matches(_ raised: ErrorName) -> Bool { matches(raised, by: SpecificationReading()) }

    /// Whether this name matches a raised error, `States.TaskFailed` being read as given.
    package func matches(_ raised: ErrorName, by reading: SpecificationReading) -> Bool {
        if raised == .runtime || raised == .dataLimitExceeded {
            if self == .taskFailed { return reading.taskFailedOfLimits == .matches }
            return raised == .dataLimitExceeded && self == raised
        }
        if self == raised { return true }
        return switch self {
        case .all: true
        case .taskFailed:
            raised != .timeout && (reading.taskFailedOfData == .matches || !Self.failuresOfData.contains(raised))
        case .timeout: raised == .heartbeatTimeout
        default: false
        }
    }

    /// What a state fails with whose own data does not fit.
    private static let failuresOfData: [ErrorName] = [
        .queryEvaluationError, .intrinsicFailure, .parameterPathFailure, .resultPathMatchFailure,
    ]
}
