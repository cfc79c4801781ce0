import FlowStore
import FlowStoreSQLite

/// Where a server keeps its executions, its state machines and its activities.
struct ServerStore: Sendable {
    /// The file where nobody names another: its own, since local runs go on by themselves.
    static let usual = ".flow-task/server.sqlite"

    /// As the user names it: `memory` or a file's path.
    let name: String
    let store: any ExecutionStore & DocumentStore
    private let file: SQLiteStore?
    private let lock: StoreLock?

    /// Opens a store, and makes its file and folder where they are missing.
    ///
    /// - Throws: where another server has the file, or it can't be used.
    init(_ name: String) throws {
        self.name = name
        guard name != "memory" else {
            store = MemoryStore(keeping: .many)
            file = nil
            lock = nil
            return
        }
        let folder = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
        let isNew = folder.hasSuffix(".flow-task") && !LocalFile.exists(folder)
        try LocalFile.makeFolder(folder)
        // What is in a folder of our own is nothing for git.
        if isNew { try LocalFile.write("*\n", to: "\(folder)/.gitignore") }
        lock = try StoreLock(of: name)
        let file: SQLiteStore
        do {
            file = try SQLiteStore.open(name)
        } catch let error as StoreError {
            throw CommandFailure("cannot use the store \"\(name)\": \(error)", status: .failed)
        }
        self.file = file
        store = file
    }

    /// How many executions have not ended, the children of map runs included.
    func runningCount() async throws -> Int {
        guard let file else { return 0 }
        return try await file.executionCounts()[.running] ?? 0
    }

    /// What is said of the store when the server begins, such as `orders.sqlite, 3 executions go on`.
    func greeting(runningCount: Int) -> String {
        switch runningCount {
        case 0: name
        case 1: "\(name), 1 execution goes on"
        default: "\(name), \(runningCount) executions go on"
        }
    }

    /// Writes what is in the file's log into the file itself, and lets go of it.
    func close() throws { try file?.close() }
}
