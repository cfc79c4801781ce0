import FlowStore
import FlowStoreSQLite
import Glibc
import Testing

/// What one process after the other finds: a store in memory that stays, or a file that each opens anew.
struct StoreSeries {
    enum Kind: String, CaseIterable, Sendable {
        case memory, file
    }

    private let path: String?
    private let memory = MemoryStore()

    /// Uses a new series, whose file is gone afterwards.
    static func with(_ kind: Kind, _ body: (StoreSeries) async throws -> Void) async throws {
        guard kind == .file else { return try await body(StoreSeries(path: nil)) }
        var template = Array("/tmp/flow-server-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/store.sqlite\(suffix)") }
            rmdir(folder)
        }
        try await body(StoreSeries(path: "\(folder)/store.sqlite"))
    }

    /// Runs a body with an API over the store as it is now.
    func served(_ body: (Served) async throws -> Void) async throws {
        guard let path else { return try await Served.with(store: memory) { try await body($0) } }
        let store = try SQLiteStore.open(path)
        defer {
            do { try store.close() } catch { Issue.record(error) }
        }
        try await Served.with(store: store) { try await body($0) }
    }
}
