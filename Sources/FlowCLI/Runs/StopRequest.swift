import FlowJSON
import FlowStore

/// The wish that the process that has a run stops it; kept in the store until the run has ended.
struct StopRequest: Hashable, Sendable {
    var error: String?
    var cause: String?

    private static let kind = "stop-request"

    /// The request for a run, or `nil` where nobody wants it stopped.
    static func of(_ id: String, in store: any DocumentStore) async throws -> StopRequest? {
        try await store.document(id, of: kind).map { document in
            StopRequest(error: document["error"]?.stringValue, cause: document["cause"]?.stringValue)
        }
    }

    /// Forgets the request for a run.
    static func forget(_ id: String, in store: any DocumentStore) async throws {
        // Most runs have none, and each write waits for the disk.
        guard try await store.document(id, of: kind) != nil else { return }
        try await store.write([.delete(kind: kind, key: id)])
    }

    /// Leaves the request for whoever has the run.
    func leave(for id: String, in store: any DocumentStore) async throws {
        var document = JSONObject()
        document["error"] = error.map { .string($0) }
        document["cause"] = cause.map { .string($0) }
        try await store.write([.put(kind: Self.kind, key: id, .object(document))])
    }
}
