import FlowStore
import FlowStoreSQLite
import Testing

/// Makes a store for as long as a test uses it; a new kind of store joins by a line in `all`.
struct StoreMaker: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var with: @Sendable (@Sendable (any ExecutionStore & DocumentStore) async throws -> Void) async throws -> Void

    static let all = [
        StoreMaker(testDescription: "in memory") { body in try await body(MemoryStore()) },
        StoreMaker(testDescription: "in SQLite") { body in
            try await withFolder { folder in
                let store = try SQLiteStore.open(folder + "/store.sqlite")
                try await body(store)
                try store.close()
            }
        },
    ]
}
