import GRDB

/// How definitions are read where sources disagree; the defaults where nothing is written.
enum Migration2 {
    static func migrate(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE definitions ADD COLUMN reading TEXT NOT NULL DEFAULT ''")
    }
}
