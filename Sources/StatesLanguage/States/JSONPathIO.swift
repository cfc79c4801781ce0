import FlowJSON

/// How a state that speaks JSONPath takes its input and gives its output.
///
/// `InputPath`, `Parameters`, then the work, then `ResultSelector`, `ResultPath`, `OutputPath`.
package struct JSONPathIO: Hashable, Sendable {
    /// The value of a path field.
    package enum Selection: Hashable, Sendable {
        /// `null`: `{}` for `InputPath` and `OutputPath`; for `ResultPath` the result is dropped.
        case null
        /// A path, as written.
        case path(String)

        var json: JSON {
            switch self {
            case .null: .null
            case .path(let text): .string(text)
            }
        }
    }

    /// What of the input the state sees; `$` where absent.
    package var inputPath: Selection?
    /// What the work is given; the effective input where absent.
    ///
    /// A Map's is its `itemSelector` instead.
    package var parameters: Template?
    /// What of the raw result is kept; all where absent.
    package var resultSelector: Template?
    /// Where in the raw input the result goes, a reference path; `$` where absent.
    package var resultPath: Selection?
    /// What of the outcome the next state gets; `$` where absent.
    package var outputPath: Selection?

    /// Data flow of the given parts.
    package init(
        inputPath: Selection? = nil,
        parameters: Template? = nil,
        resultSelector: Template? = nil,
        resultPath: Selection? = nil,
        outputPath: Selection? = nil
    ) {
        self.inputPath = inputPath
        self.parameters = parameters
        self.resultSelector = resultSelector
        self.resultPath = resultPath
        self.outputPath = outputPath
    }

    func writeInput(into object: inout JSONObject) {
        object["InputPath"] = inputPath?.json
        object["Parameters"] = parameters?.json
    }

    func writeOutput(into object: inout JSONObject) {
        object["ResultSelector"] = resultSelector?.json
        object["ResultPath"] = resultPath?.json
        object["OutputPath"] = outputPath?.json
    }
}
