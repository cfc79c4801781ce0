import GRDB

/// A SQLite file that keeps what it acknowledged, through a crash and a power cut.
struct SQLiteDatabase: Sendable {
    /// Readers beside one writer.
    let pool: DatabasePool

    /// Opens a file, or makes it.
    ///
    /// - Parameter path: the file's; its folder exists.
    /// - Throws: GRDB's `DatabaseError` where the file cannot be opened or is no database.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = false
        pool = try DatabasePool(path: path, configuration: configuration)
        // The pool sets NORMAL itself, which may forget the latest commits in a power cut.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous=FULL") }
    }

    /// SQLite's word for how it waits for the disk: 2 is `FULL`.
    func synchronous() throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}
