package import FlowJSON
package import StatesLanguage

/// What a distributed Map's `ResultWriter` asks for, with every expression evaluated.
package struct ResultWriteRequest: Hashable, Sendable {
    /// `{"Bucket": …, "Prefix": …}`.
    package var arguments: JSON
    /// The form of the results.
    package var configuration: ResultWriter.Configuration
    /// The map run's ARN; its last part names the folder below the prefix.
    package var mapRunARN: String

    /// A request of the given parts.
    package init(arguments: JSON, configuration: ResultWriter.Configuration, mapRunARN: String) {
        self.arguments = arguments
        self.configuration = configuration
        self.mapRunARN = mapRunARN
    }
}

/// What became of one child execution.
package struct ChildResult: Hashable, Sendable {
    /// Under which result file it is counted.
    package enum Outcome: String, CaseIterable, Hashable, Sendable {
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
        case pending = "PENDING"
    }

    package var outcome: Outcome
    /// The whole record as AWS writes it untransformed: `ExecutionArn`, `Input` and `Output` as texts, `Status` and so on.
    package var record: JSON
    /// The output itself, where it succeeded.
    package var output: JSON?

    /// A result of the given parts.
    package init(outcome: Outcome, record: JSON, output: JSON?) {
        self.outcome = outcome
        self.record = record
        self.output = output
    }
}

/// Opens the files of a distributed Map's results.
package protocol ResultWriting: Sendable {
    /// Opens the result files; blocks. Failures are `TaskFailure`s with `States.ResultWriterFailed`.
    func open(
        _ request: ResultWriteRequest,
        _ context: TaskContext,
        _ cancellation: Cancellation
    ) throws -> any ResultSink
}

/// Takes the results of child executions, in any order, from one thread at a time.
package protocol ResultSink: AnyObject {
    /// Writes one result; blocks while the storage is busy.
    func write(_ result: ChildResult) throws
    /// Closes the files, writes `manifest.json`, and gives `{"Bucket": …, "Key": "<prefix>/<uuid>/manifest.json"}`.
    func finish() throws -> JSON
    /// Leaves nothing behind.
    func abort()
}
