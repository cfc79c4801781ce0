import GRDB

/// Fewer pages for a commit: what changes together lies together, and nothing is kept of what can be told without it.
enum Migration3 {
    static func migrate(_ db: Database) throws {
        for statement in statements { try db.execute(sql: statement) }
    }

    private static let statements = [
        // Tasks lie behind the events of their execution; see `RowKey`.
        "INSERT INTO history (key, events) SELECT key | 2147483648, task FROM tasks",
        "DROP TABLE tasks",
        // An execution for which something is to be done has a key beyond all others.
        "DROP INDEX progress_unsettled",
        "UPDATE progress SET number = number + 1099511627776 WHERE is_unsettled = 1",
        "ALTER TABLE progress DROP COLUMN is_unsettled",
        // The highest number that there may be: SQLite has nothing to note of numbers that are given.
        "DELETE FROM sqlite_sequence WHERE name = 'executions'",
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('executions', 9223372036854775807)",
    ]
}
