import FlowJSON

/// How a distributed Map puts items together: `{"BatchInput": …, "Items": […]}` for each child execution.
package struct ItemBatcher: Hashable, Sendable {
    /// How many items a batch has at most.
    package var maxItemsPerBatch: Dynamic<Int64>?
    /// How many bytes a batch has at most: 1 to 262,144.
    package var maxInputBytesPerBatch: Dynamic<Int64>?
    /// What every batch is given beside its items.
    package var batchInput: Template?

    /// A batcher of the given parts.
    package init(
        maxItemsPerBatch: Dynamic<Int64>? = nil,
        maxInputBytesPerBatch: Dynamic<Int64>? = nil,
        batchInput: Template? = nil
    ) {
        self.maxItemsPerBatch = maxItemsPerBatch
        self.maxInputBytesPerBatch = maxInputBytesPerBatch
        self.batchInput = batchInput
    }

    var json: JSON {
        var object = JSONObject()
        object["BatchInput"] = batchInput?.json
        maxItemsPerBatch?.write("MaxItemsPerBatch", into: &object, JSON.integer)
        maxInputBytesPerBatch?.write("MaxInputBytesPerBatch", into: &object, JSON.integer)
        return .object(object)
    }
}
