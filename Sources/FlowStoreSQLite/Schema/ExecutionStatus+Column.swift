import FlowDiagnostics
import FlowJSON
import FlowMachine
import FlowStore

extension ExecutionStatus {
    /// What `executions.result` holds: the output, or error and cause.
    var resultColumn: String? {
        switch self {
        case .succeeded(let output): output.text
        case .failed(let error, let cause), .aborted(let error, let cause):
            JSON.array([error.map(JSON.string) ?? .null, cause.map(JSON.string) ?? .null]).text
        case .timedOut: nil
        }
    }

    /// The status that columns tell; `nil` for one that runs.
    ///
    /// - Parameter result: `nil` where it was not asked for.
    init?(column: Int64, result: String?) throws {
        let value = try result.map { try JSON(stored: $0) }
        switch column {
        case ExecutionPhase.succeeded.column: self = .succeeded(output: value ?? .null)
        case ExecutionPhase.failed.column: self = .failed(error: value?[0]?.stringValue, cause: value?[1]?.stringValue)
        case ExecutionPhase.aborted.column:
            self = .aborted(error: value?[0]?.stringValue, cause: value?[1]?.stringValue)
        case ExecutionPhase.timedOut.column: self = .timedOut
        default: return nil
        }
    }
}

extension JSON {
    /// A value that the store wrote: a value of the deepest nesting that executions may have, and what is around it.
    init(stored text: String) throws(Diagnostic) {
        try self.init(parsing: text, options: ParsingOptions(maximumDepth: 2_048))
    }
}
