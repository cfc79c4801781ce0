import FlowJSON
package import FlowTasks
import StatesLanguage

/// Writes the results of distributed Maps into files behind connections and in S3 buckets.
package struct ResultFiles: ResultWriting {
    /// When a file is full and the next one begins; 5 GB on AWS.
    var fileSizeInBytes: Int64 = 5 << 30

    /// Writers with AWS's limits.
    package init() {}

    init(fileSizeInBytes: Int64) { self.fileSizeInBytes = fileSizeInBytes }

    package func open(
        _ request: ResultWriteRequest,
        _ context: TaskContext,
        _ cancellation: Cancellation
    ) throws -> any ResultSink {
        try asResultWriterFailure {
            guard let bucket = request.arguments["Bucket"]?.stringValue, !bucket.isEmpty else {
                throw TaskFailure.resultWriter("The ResultWriter names no \"Bucket\".")
            }
            let prefix: String
            switch request.arguments["Prefix"] {
            case nil, .null?: prefix = ""
            case .string(let text)?: prefix = text
            case let other?:
                throw TaskFailure.resultWriter(
                    "The field \"Prefix\" of the ResultWriter is \(other.kindInWords); it is a text."
                )
            }
            let run = request.mapRunARN.split(separator: ":").last.map(String.init) ?? request.mapRunARN
            return ResultFolder(
                storage: try ItemPlace(bucket, context).storage,
                bucket: bucket,
                folder: (prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/") + run + "/",
                mapRunARN: request.mapRunARN,
                form: try ResultForm(request.configuration),
                fileSizeInBytes: fileSizeInBytes,
                cancellation
            )
        }
    }
}

/// Gives what goes wrong the error name that retriers and catchers of the Map know.
func asResultWriterFailure<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let failure as TaskFailure where failure.error != .resultWriterFailed {
        throw TaskFailure.resultWriter(failure.cause.isEmpty ? failure.error.text : failure.cause)
    }
}
