import FlowDiagnostics
import FlowJSON
import JSONPath
import StatesLanguage

/// How data goes into a state and out of it.
struct DataFlow: Sendable {
    /// The value of `InputPath` or `OutputPath`.
    enum Selection: Sendable {
        /// Absent or `$`: everything.
        case all
        /// `null`: an empty object.
        case nothing
        case path(CompiledPath)

        func value(in view: DataView) throws(Fault) -> JSON {
            switch self {
            case .all: view.input
            case .nothing: .object(JSONObject())
            case .path(let path): try path.fieldValue(in: view)
            }
        }

        var readsContext: Bool {
            if case .path(let path) = self { path.readsContext } else { false }
        }

        var isAll: Bool {
            if case .all = self { true } else { false }
        }
    }

    /// The value of `ResultPath`.
    enum Target: Sendable {
        /// Absent or `$`: the result replaces the input.
        case all
        /// `null`: the result is dropped.
        case nothing
        case path(ReferencePath, text: String)

        /// The input with the result where it belongs.
        func merged(_ result: JSON, into input: JSON) throws(Fault) -> JSON {
            switch self {
            case .all: return result
            case .nothing: return input
            case .path(let path, let text):
                var output = input
                guard (try? path.set(result, in: &output)) != nil else {
                    // Why it could not be set is that some parent is no object, which the message says.
                    throw Fault(
                        .resultPathMatchFailure,
                        "Unable to apply step \"\(text)\" to input \(input.text)",
                        origin: .data
                    )
                }
                return output
            }
        }

        var isAll: Bool {
            if case .all = self { true } else { false }
        }
    }

    var inputPath = Selection.all
    /// `Parameters` in JSONPath, `Arguments` in JSONata.
    var arguments: CompiledTemplate?
    var resultSelector: CompiledTemplate?
    var resultPath = Target.all
    var outputPath = Selection.all
    /// `Output`, in JSONata.
    var output: CompiledTemplate?

    var readsContext: Bool {
        inputPath.readsContext || outputPath.readsContext || arguments?.readsContext == true
            || resultSelector?.readsContext == true || output?.readsContext == true
    }

    /// Whether the output of a state without a result of its own is its input.
    var isIdentity: Bool {
        inputPath.isAll && outputPath.isAll && resultPath.isAll && arguments == nil && resultSelector == nil
            && output == nil
    }
}

extension DataFlow.Selection {
    init(_ selection: JSONPathIO.Selection?, in names: VariableNames) throws(Diagnostic) {
        switch selection {
        case nil, .path("$"): self = .all
        case .null: self = .nothing
        case .path(let text): self = .path(try CompiledPath(text, in: names))
        }
    }
}

extension DataFlow.Target {
    init(_ selection: JSONPathIO.Selection?) throws(Diagnostic) {
        switch selection {
        case nil, .path("$"): self = .all
        case .null: self = .nothing
        case .path(let text): self = .path(try ReferencePath(text), text: text)
        }
    }
}
