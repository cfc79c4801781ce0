package import FlowJSON
package import StatesLanguage

/// One map run, within the execution that its Map state is in.
package struct MapRunID: Hashable, Comparable, Sendable {
    /// From 1, in the order in which map runs were started.
    package let rawValue: Int

    /// The map run of that number.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Whether the first map run was started earlier.
    package static func < (first: MapRunID, second: MapRunID) -> Bool { first.rawValue < second.rawValue }
}

/// The work of one run of a distributed Map: a child execution for each item or batch of items.
///
/// Every expression of the state that does not depend on an item has its value here.
package struct MapRunOrder: Hashable, Sendable {
    /// Where the items are.
    package enum Source: Hashable, Sendable {
        /// In the state's own data: an array, or an object whose members are the items.
        case stateData(JSON)
        /// Elsewhere.
        case reader(ItemReaderOrder)
    }

    /// What answers name.
    package let id: MapRunID
    /// The map run's ARN, `…:mapRun:<machine>/<label>:<uuid>`.
    package let arn: String
    /// The state's name.
    package let stateName: String
    /// The state, within the program.
    package let state: StateIndex
    /// The event with which the state was entered.
    package let enteredEventID: Int
    /// The machine of the child executions: `<machine>/<label>` and its ARN.
    package let childMachine: (name: String, id: String)
    /// Whether the child executions end after five minutes and are not kept as AWS keeps Standard ones.
    package let isExpress: Bool
    /// Where the items are.
    package let source: Source
    /// How many child executions may run at a time; 0 for as many as there may be.
    package let maxConcurrency: Int64
    /// How many items may fail, or `nil` where the state doesn't say.
    package let toleratedFailureCount: Int64?
    /// The share of items, 0 to 100, that may fail, or `nil` where the state doesn't say.
    package let toleratedFailurePercentage: Double?
    /// How items are put together, or `nil` where each is for itself.
    package let batches: BatchTerms?
    /// Where and how results are left, or `nil` where they are the state's result as they are.
    package let writer: ResultWriterOrder?
    /// What names of child executions and random functions of `ItemSelector` follow from.
    package let seed: UInt64
    /// When the state was entered.
    package let enteredAt: Timestamp

    /// What `ItemSelector` sees.
    let input: JSON
    /// The context object, or `null` where the selector doesn't read it.
    let context: JSON
    let variables: [JSON?]

    package static func == (first: MapRunOrder, second: MapRunOrder) -> Bool {
        first.id == second.id && first.arn == second.arn && first.source == second.source && first.input == second.input
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(arn) }
}

/// What an `ItemReader` is to read.
package struct ItemReaderOrder: Hashable, Sendable {
    /// The reader's `Resource`.
    package let resource: String
    /// `Parameters` or `Arguments`; an empty object where there are none.
    package let arguments: JSON
    /// `ReaderConfig`; its `MaxItems` is an expression yet.
    package let configuration: ItemReader.Configuration
    /// The value of `MaxItems`; 0 and what is above AWS's bound are as good as none, less is a mistake.
    package let maxItems: Int64?

    /// Where the items come from, as `$$.Map.Item.Source` names it.
    package var sourceName: String {
        let bucket = arguments["Bucket"]?.stringValue ?? ""
        guard let key = arguments["Key"]?.stringValue else { return "S3://\(bucket)" }
        return "S3://\(bucket)/\(key)"
    }
}

/// How many items, and how many bytes, a batch has at most.
package struct BatchTerms: Hashable, Sendable {
    /// `MaxItemsPerBatch`.
    package let maxItems: Int64?
    /// `MaxInputBytesPerBatch`.
    package let maxBytes: Int64?
    /// `BatchInput`, or `nil`.
    package let batchInput: JSON?
}

/// What a `ResultWriter` is to write.
package struct ResultWriterOrder: Hashable, Sendable {
    /// The writer's `Resource`; `nil` where results only change their form.
    package let resource: String?
    /// `Parameters` or `Arguments`; an empty object where there are none.
    package let arguments: JSON
    /// `WriterConfig`.
    package let configuration: ResultWriter.Configuration
}
