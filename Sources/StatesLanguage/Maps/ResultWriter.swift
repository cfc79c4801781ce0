import FlowJSON

/// Where and how a distributed Map leaves its results.
package struct ResultWriter: Hashable, Sendable {
    /// The value of `WriterConfig`.
    package struct Configuration: Hashable, Sendable {
        /// `JSON` or `JSONL`.
        package var outputType: String?
        /// `NONE`, `COMPACT` or `FLATTEN`.
        package var transformation: String?

        /// A configuration of the given parts.
        package init(outputType: String? = nil, transformation: String? = nil) {
            self.outputType = outputType
            self.transformation = transformation
        }

        static let outputTypes = ["JSON", "JSONL"]
        static let transformations = ["NONE", "COMPACT", "FLATTEN"]
    }

    /// `arn:aws:states:::s3:putObject`; absent where results only change their form.
    package var resource: String?
    /// `Parameters` in JSONPath, `Arguments` in JSONata: bucket and prefix.
    package var arguments: Template?
    /// The form of the results.
    package var configuration: Configuration?
    /// The language that says which of the two names `arguments` has.
    package var queryLanguage: QueryLanguage

    /// A writer of the given parts.
    package init(
        resource: String? = nil,
        arguments: Template? = nil,
        configuration: Configuration? = nil,
        queryLanguage: QueryLanguage
    ) {
        self.resource = resource
        self.arguments = arguments
        self.configuration = configuration
        self.queryLanguage = queryLanguage
    }

    var json: JSON {
        var object = JSONObject()
        object["Resource"] = resource.map(JSON.string)
        object[queryLanguage.argumentsField] = arguments?.json
        if let configuration {
            var fields = JSONObject()
            fields["OutputType"] = configuration.outputType.map(JSON.string)
            fields["Transformation"] = configuration.transformation.map(JSON.string)
            object["WriterConfig"] = .object(fields)
        }
        return .object(object)
    }
}
