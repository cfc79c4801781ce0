import FlowConnections
import FlowDiagnostics
package import StatesLanguage

extension TaskFailure {
    /// The failure that an error of a handler is to the flow.
    ///
    /// A `TaskFailure` stays what it is, a connection's error keeps its name, and any other error becomes
    /// `States.TaskFailed` with the error's own words as its cause.
    ///
    /// - Throws: the error itself where it says that the attempt was cancelled, which is no failure.
    package init(wrapping error: any Error) throws(CancellationError) {
        switch error {
        case let cancellation as CancellationError: throw cancellation
        case let failure as TaskFailure: self = failure
        case let error as ConnectionError: self.init(error)
        case let diagnostic as Diagnostic: self.init(error: .taskFailed, cause: Self.sentence(of: diagnostic))
        case let error as DecodingError: self.init(error: .taskFailed, cause: Self.sentence(of: error))
        default: self.init(error: .taskFailed, cause: Self.sentence(of: error))
        }
    }

    init(_ error: ConnectionError) { self.init(error: ErrorName(error.errorName), cause: error.message) }

    private static func sentence(of diagnostic: Diagnostic) -> String {
        var parts: [String] = []
        if let file = diagnostic.location.file { parts.append(file) }
        if let line = diagnostic.location.line { parts.append("line \(line)") }
        if let pointer = diagnostic.location.pointer, !pointer.isEmpty { parts.append(pointer) }
        let place = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
        return diagnostic.message + place + (diagnostic.hint.map { " \($0)" } ?? "")
    }

    private static func sentence(of error: DecodingError) -> String {
        let (path, problem): ([any CodingKey], String) =
            switch error {
            case .keyNotFound(let key, let context): (context.codingPath + [key], "the field is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context.codingPath, context.debugDescription)
            @unknown default: ([], "\(error)")
            }
        let place = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return "What was read is not what was expected\(place.isEmpty ? "" : " at \"\(place)\""): \(problem)"
    }

    /// The words of an error; one that has none shows as its type and its parts.
    private static func sentence(of error: any Error) -> String {
        let text = String(describing: error)
        let type = String(describing: type(of: error))
        if text.hasPrefix(type) || text.contains(" ") { return text }
        return "\(type): \(text)"
    }
}
