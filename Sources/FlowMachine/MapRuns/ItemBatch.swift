package import FlowJSON

/// Puts a map run's items together to inputs of child executions.
package struct ItemBatch: Sendable {
    /// The input of one child execution.
    package struct Input: Sendable {
        /// What the child is given.
        package let value: JSON
        /// How many items are in it.
        package let items: Int
        /// Its size as compact JSON, or more.
        package let bytes: Int

        /// An input of the given parts.
        package init(value: JSON, items: Int, bytes: Int) {
            self.value = value
            self.items = items
            self.bytes = bytes
        }
    }

    private let terms: BatchTerms?
    private let limit: Int
    /// The bytes of a batch without items.
    private let emptyBytes: Int
    private var items: [JSON] = []
    private var bytes: Int

    /// Batches of the given terms; each item for itself where there are none.
    ///
    /// - Parameter payloadBytes: the most bytes of a child's input, or `nil` for no bound.
    package init(_ terms: BatchTerms?, payloadBytes: Int?) {
        self.terms = terms
        let least = terms?.maxBytes.map { Int(clamping: $0) } ?? .max
        limit = min(least, payloadBytes ?? .max)
        emptyBytes =
            terms.map { terms in
                #"{"Items":[]}"#.utf8.count
                    + (terms.batchInput.map { #""BatchInput":,"#.utf8.count + $0.utf8Count } ?? 0)
            } ?? 0
        bytes = emptyBytes
    }

    /// Adds an item; gives the input that is complete with it, or without it.
    ///
    /// An item that is over the limit for itself makes an input of its own, which is too large then.
    package mutating func add(_ item: JSON) -> Input? {
        guard let terms else { return Input(value: item, items: 1, bytes: item.utf8Count) }
        let size = item.utf8Count + 1
        var complete: Input?
        if !items.isEmpty, bytes + size - 1 > limit { complete = finish() }
        items.append(item)
        bytes += size
        if complete == nil, let most = terms.maxItems, items.count >= most { complete = finish() }
        return complete
    }

    /// The input of the items that are left, where any are.
    package mutating func finish() -> Input? {
        guard let terms, !items.isEmpty else { return nil }
        var object = JSONObject()
        object["BatchInput"] = terms.batchInput
        object["Items"] = .array(items)
        // One comma less than items.
        let input = Input(value: .object(object), items: items.count, bytes: bytes - 1)
        items.removeAll(keepingCapacity: false)
        bytes = emptyBytes
        return input
    }
}
