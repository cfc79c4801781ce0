package import FlowJSON

/// Keeps JSON documents by their kinds and keys: what is no execution.
///
/// The same promises as for executions: a call's changes are kept as a whole, and before it returns.
package protocol DocumentStore: Sendable {
    /// The document of a kind and a key, or `nil`.
    func document(_ key: String, of kind: String) async throws -> JSON?

    /// All documents of a kind, in the order of their keys' bytes.
    func documents(of kind: String) async throws -> [StoredDocument]

    /// Makes changes in the given order, all of them or none.
    func write(_ changes: [DocumentChange]) async throws
}

/// A document and its key.
package struct StoredDocument: Hashable, Sendable {
    /// What tells it from the others of its kind.
    package var key: String
    /// What it holds.
    package var value: JSON

    /// A document of the given parts.
    package init(key: String, value: JSON) {
        self.key = key
        self.value = value
    }
}

/// A change of one document.
package enum DocumentChange: Hashable, Sendable {
    /// The document holds the value from now on, whether it was there or not.
    case put(kind: String, key: String, JSON)
    /// The document is not there any more.
    case delete(kind: String, key: String)
}
