import FlowDiagnostics
import FlowJSON

/// The fields that an object may have.
///
/// Source: Amazon States Language, "State types"; the notes, 1.3.
package struct FieldTable: Sendable {
    /// Fields of both query languages.
    package let always: [String]
    /// Fields of JSONPath alone.
    package let inJSONPath: [String]
    /// Fields of JSONata alone.
    package let inJSONata: [String]

    init(_ always: [String], inJSONPath: [String] = [], inJSONata: [String] = []) {
        self.always = always
        self.inJSONPath = inJSONPath
        self.inJSONata = inJSONata
    }

    static func + (first: FieldTable, second: FieldTable) -> FieldTable {
        FieldTable(
            first.always + second.always,
            inJSONPath: first.inJSONPath + second.inJSONPath,
            inJSONata: first.inJSONata + second.inJSONata
        )
    }

    /// A machine's own.
    package static let machine = FieldTable([
        "Comment", "QueryLanguage", "Version", "TimeoutSeconds", "StartAt", "States",
    ])
    /// Those of one of a Parallel state's `Branches`.
    package static let branch = FieldTable(["Comment", "StartAt", "States"])
    /// Those of a Map's `ItemProcessor`.
    package static let itemProcessor = FieldTable(["Comment", "StartAt", "States", "ProcessorConfig"])
    /// Those of `ProcessorConfig`.
    package static let processorConfig = FieldTable(["Mode", "ExecutionType"])
    /// Those of an element of `Retry`.
    package static let retrier = FieldTable([
        "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment",
    ])
    /// Those of an element of `Catch`.
    package static let catcher = FieldTable(
        ["ErrorEquals", "Next", "Assign", "Comment"],
        inJSONPath: ["ResultPath"],
        inJSONata: ["Output"]
    )
    /// Those of an element of `Choices`.
    package static let choiceRule = FieldTable(
        ["Next", "Assign", "Comment"],
        inJSONPath: dataTest.inJSONPath,
        inJSONata: ["Condition", "Output"]
    )
    /// Those of a test inside a rule.
    package static let dataTest = FieldTable(
        ["Comment"],
        inJSONPath: ["Variable", "And", "Or", "Not"]
            + ChoiceOperator.allCases.flatMap { [$0.rawValue] + ($0.hasPathVariant ? [$0.rawValue + "Path"] : []) }
    )
    /// Those of `ItemReader`.
    package static let itemReader = FieldTable(
        ["Resource", "ReaderConfig"],
        inJSONPath: ["Parameters"],
        inJSONata: ["Arguments"]
    )
    /// Those of `ReaderConfig`.
    package static let readerConfig = FieldTable(
        [
            "InputType", "ManifestType", "Transformation", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter",
            "ItemsPointer", "MaxItems",
        ],
        inJSONPath: ["MaxItemsPath"]
    )
    /// Those of `ItemBatcher`.
    package static let itemBatcher = FieldTable(
        ["MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"],
        inJSONPath: ["MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"]
    )
    /// Those of `ResultWriter`.
    package static let resultWriter = FieldTable(
        ["Resource", "WriterConfig"],
        inJSONPath: ["Parameters"],
        inJSONata: ["Arguments"]
    )
    /// Those of `WriterConfig`.
    package static let writerConfig = FieldTable(["OutputType", "Transformation"])

    /// Those of a state of a type.
    package static func state(_ type: StateType) -> FieldTable {
        switch type {
        case .task: any + goesOn + works + task
        case .parallel: any + goesOn + works + FieldTable(["Branches"], inJSONata: ["Arguments"])
        case .map: any + goesOn + works + map
        case .pass: any + goesOn + FieldTable([], inJSONPath: ["Parameters", "ResultPath", "Result"])
        case .wait:
            any + goesOn + FieldTable(["Seconds", "Timestamp"], inJSONPath: ["SecondsPath", "TimestampPath"])
        case .choice: any + FieldTable(["Choices", "Default", "Assign"])
        case .succeed: any
        case .fail:
            FieldTable(
                ["Type", "Comment", "QueryLanguage", "Error", "Cause"],
                inJSONPath: ["ErrorPath", "CausePath"]
            )
        }
    }

    private static let any = FieldTable(
        ["Type", "Comment", "QueryLanguage"],
        inJSONPath: ["InputPath", "OutputPath"],
        inJSONata: ["Output"]
    )
    private static let goesOn = FieldTable(["Next", "End", "Assign"])
    private static let works = FieldTable(
        ["Retry", "Catch"],
        inJSONPath: ["Parameters", "ResultSelector", "ResultPath"]
    )
    private static let task = FieldTable(
        ["Resource", "Credentials", "TimeoutSeconds", "HeartbeatSeconds"],
        inJSONPath: ["TimeoutSecondsPath", "HeartbeatSecondsPath"],
        inJSONata: ["Arguments"]
    )
    private static let map = FieldTable(
        [
            "ItemProcessor", "Iterator", "MaxConcurrency", "ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter",
            "Label", "ToleratedFailurePercentage", "ToleratedFailureCount",
        ],
        inJSONPath: [
            "ItemsPath", "MaxConcurrencyPath", "ToleratedFailurePercentagePath", "ToleratedFailureCountPath",
        ],
        inJSONata: ["Items"]
    )
}

extension FieldReader {
    /// Reports every field that the object may not have.
    func check(_ table: FieldTable, of owner: String) {
        let allowed = table.always + (language == .jsonPath ? table.inJSONPath : table.inJSONata)
        let others = language == .jsonPath ? table.inJSONata : table.inJSONPath
        for key in fields.keys where !allowed.contains(where: { sameBytes($0, key) }) {
            let transitions = ["Next", "End"]
            if others.contains(where: { sameBytes($0, key) }) {
                let other: QueryLanguage = language == .jsonPath ? .jsonata : .jsonPath
                reading.report(
                    .fieldOfOtherLanguage,
                    "The query language is \(language.rawValue), but \"\(key)\" belongs to \(other.rawValue).",
                    at: pointer(to: key),
                    hint: other == .jsonata
                        ? "Add \"QueryLanguage\": \"JSONata\" to the state, or say it in JSONPath."
                        : "Say it in JSONata."
                )
            } else if transitions.contains(key), owner.hasSuffix(" state") {
                reading.report(
                    .transitionOnTerminal,
                    "\(owner) can't have \"\(key)\".",
                    at: pointer(to: key),
                    hint: owner == "A Choice state"
                        ? "Each rule has its own \"Next\"; for the rest there is \"Default\"."
                        : "It ends the execution."
                )
            } else {
                reading.report(
                    .unsupportedField,
                    "\(owner) has no field \"\(key)\".",
                    at: pointer(to: key),
                    hint: reading.suggestion(for: key, in: allowed)
                )
            }
        }
    }
}
