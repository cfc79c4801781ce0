import FlowJSON
import FlowTasks
import StatesLanguage

/// How results are written: a `WriterConfig`.
struct ResultForm: Hashable, Sendable {
    enum Transformation {
        case none, compact, flatten
    }
    var transformation = Transformation.none
    /// Whether each result is a line, instead of an element of an array.
    var isLines = false

    init(_ configuration: ResultWriter.Configuration) throws {
        switch configuration.transformation {
        case nil, "NONE": transformation = .none
        case "COMPACT": transformation = .compact
        case "FLATTEN": transformation = .flatten
        case let other?:
            throw TaskFailure.resultWriter(
                "The Transformation \"\(other)\" is not known; it is NONE, COMPACT or FLATTEN."
            )
        }
        switch configuration.outputType {
        case nil, "JSON": isLines = false
        case "JSONL": isLines = true
        case let other?:
            throw TaskFailure.resultWriter("The OutputType \"\(other)\" is not known; it is JSON or JSONL.")
        }
    }

    /// What is written of a result; failures and children without an end are always written whole.
    func values(of result: ChildResult) -> [JSON] {
        guard result.outcome == .succeeded, let output = result.output else { return [result.record] }
        switch transformation {
        case .none: return [result.record]
        case .compact: return [output]
        case .flatten: return output.arrayValue ?? [output]
        }
    }
}
