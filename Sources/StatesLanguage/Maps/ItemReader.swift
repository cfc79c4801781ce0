import FlowJSON

/// Where a distributed Map finds its items: a file in S3, or the files themselves.
package struct ItemReader: Hashable, Sendable {
    /// The value of `ReaderConfig`.
    package struct Configuration: Hashable, Sendable {
        /// `CSV`, `JSON`, `JSONL`, `PARQUET` or `MANIFEST`.
        package var inputType: String?
        /// `S3_INVENTORY` or `ATHENA_DATA`.
        package var manifestType: String?
        /// `NONE` or `LOAD_AND_FLATTEN`.
        package var transformation: String?
        /// `FIRST_ROW` or `GIVEN`.
        package var csvHeaderLocation: String?
        /// The headers where they are given.
        package var csvHeaders: [String]?
        /// `COMMA`, `PIPE`, `SEMICOLON`, `SPACE` or `TAB`.
        package var csvDelimiter: String?
        /// A JSON pointer to the items inside a JSON file.
        package var itemsPointer: String?
        /// How many items are read at most.
        package var maxItems: Dynamic<Int64>?

        /// A configuration without fields.
        package init() {}

        static let inputTypes = ["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]
        static let manifestTypes = ["S3_INVENTORY", "ATHENA_DATA"]
        static let transformations = ["NONE", "LOAD_AND_FLATTEN"]
        static let csvHeaderLocations = ["FIRST_ROW", "GIVEN"]
        static let csvDelimiters = ["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]

        var json: JSON {
            var object = JSONObject()
            object["InputType"] = inputType.map(JSON.string)
            object["ManifestType"] = manifestType.map(JSON.string)
            object["Transformation"] = transformation.map(JSON.string)
            object["CSVDelimiter"] = csvDelimiter.map(JSON.string)
            object["CSVHeaderLocation"] = csvHeaderLocation.map(JSON.string)
            object["CSVHeaders"] = csvHeaders?.json(JSON.string)
            object["ItemsPointer"] = itemsPointer.map(JSON.string)
            maxItems?.write("MaxItems", into: &object, JSON.integer)
            return .object(object)
        }
    }

    /// `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`.
    package var resource: String
    /// `Parameters` in JSONPath, `Arguments` in JSONata: bucket, key or prefix.
    package var arguments: Template?
    /// How the file is read.
    package var configuration: Configuration?
    /// The language that says which of the two names `arguments` has.
    package var queryLanguage: QueryLanguage

    /// A reader of the given parts.
    package init(
        resource: String,
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
        object["Resource"] = .string(resource)
        object["ReaderConfig"] = configuration?.json
        object[queryLanguage.argumentsField] = arguments?.json
        return .object(object)
    }
}

extension QueryLanguage {
    /// What the input of a reader or a writer is called.
    var argumentsField: String { self == .jsonPath ? "Parameters" : "Arguments" }
}
