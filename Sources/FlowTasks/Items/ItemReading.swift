package import FlowJSON
package import StatesLanguage

/// What a distributed Map's `ItemReader` asks for, with every expression evaluated.
package struct ItemReadRequest: Hashable, Sendable {
    /// `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`.
    package var resource: String
    /// `{"Bucket": …, "Key": …}` or `{"Bucket": …, "Prefix": …}`, and what else AWS allows.
    package var arguments: JSON
    /// How the file is read; its `maxItems` has no say here.
    package var configuration: ItemReader.Configuration
    /// How many items are wanted at most; 1 or more.
    package var maximumItems: Int64?

    /// A request of the given parts.
    package init(
        resource: String,
        arguments: JSON,
        configuration: ItemReader.Configuration,
        maximumItems: Int64? = nil
    ) {
        self.resource = resource
        self.arguments = arguments
        self.configuration = configuration
        self.maximumItems = maximumItems
    }
}

/// One item of a distributed Map, before `ItemSelector`.
package struct MapItem: Hashable, Sendable {
    /// The item; `{"Key": …, "Value": …}` is left to the reader of ``key``.
    package var value: JSON
    /// The member's name, where the items are the members of an object.
    package var key: String?

    /// An item of the given parts.
    package init(value: JSON, key: String? = nil) {
        self.value = value
        self.key = key
    }
}

/// Reads the items of a distributed Map from where they lie.
package protocol ItemReading: Sendable {
    /// Gives each item to `consume`, in order; a throw of `consume` ends the reading.
    ///
    /// Blocks, and is called on a thread of its own (``runBlocking(_:)``). Only what is needed for the next item is held, however
    /// large the file is. Failures are `TaskFailure`s with `States.ItemReaderFailed` and AWS's causes.
    func read(
        _ request: ItemReadRequest,
        _ context: TaskContext,
        _ cancellation: Cancellation,
        _ consume: (MapItem) throws -> Void
    ) throws
}
