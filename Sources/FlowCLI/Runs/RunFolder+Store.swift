import FlowStore
import FlowStoreSQLite
import FlowTasks

extension RunFolder {
    /// Opens the store; it is made where it is missing.
    func openStore() async throws -> SQLiteStore {
        let store = store
        // Opening may wait for another process, and writes.
        return try await runBlocking { _ in try SQLiteStore.open(store) }
    }
}
