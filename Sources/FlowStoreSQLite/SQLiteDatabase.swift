import FlowStore
import GRDB

/// A SQLite file that keeps what it acknowledged, through a crash and a power cut.
struct SQLiteDatabase: Sendable {
    /// `flow` in ASCII: how our files tell themselves from those of others.
    static let applicationID: Int32 = 0x666C_6F77

    /// Readers beside one writer.
    let pool: DatabasePool

    /// Opens a file, or makes it, and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: the file's; its folder exists.
    ///   - lockTimeout: how long to wait for another process that holds the file's lock.
    /// - Throws: `StoreError`, with `damaged` where the file is no store, `newerVersion` where a newer version made it.
    init(path: String, lockTimeout: Duration = .seconds(10)) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(lockTimeout.components.seconds))
        configuration.foreignKeysEnabled = false
        // A rollback that the disk refuses is tried again before the next transaction, and is no reason to trap.
        configuration.allowsUnsafeTransactions = true
        configuration.label = "flow-task store"
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // The pool sets NORMAL itself, which may forget the latest commits in a power cut.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // The writer's pages, in KiB, and how many pages of 4 KiB the log may have before they are moved.
                try db.execute(sql: "PRAGMA cache_size = -32768")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
                try Self.checkOwner(of: db, path)
            }
            try Migrations.bringUpToDate(pool, path)
        } catch {
            throw StoreError(opening: path, error)
        }
    }

    /// SQLite's word for how it waits for the disk: 2 is `FULL`.
    func synchronous() throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    /// Refuses a database that is somebody else's.
    private static func checkOwner(of db: Database, _ path: String) throws {
        let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard id != applicationID else { return }
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        guard id == 0, isEmpty else {
            throw StoreError(.damaged, "\(path) is a database of another program and not a store of flow-task.")
        }
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
}
