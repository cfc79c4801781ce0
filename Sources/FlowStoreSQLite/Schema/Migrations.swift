import FlowStore
import GRDB

/// The versions of the schema, the earliest first; one that was released never changes.
enum Migrations {
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", migrate: Migration1.migrate)
        migrator.registerMigration("2", migrate: Migration2.migrate)
        migrator.registerMigration("3", migrate: Migration3.migrate)
        return migrator
    }

    /// Makes the newest schema out of what a file has.
    ///
    /// - Throws: `StoreError` with `newerVersion` where the file has more than we know.
    static func bringUpToDate(_ pool: DatabasePool, _ path: String) throws {
        let migrator = migrator
        guard try !pool.read(migrator.hasBeenSuperseded) else {
            throw StoreError(
                .newerVersion,
                "The store \(path) was made by a newer version of flow-task; use that one, or another store."
            )
        }
        if try pool.read(migrator.hasCompletedMigrations) { return }
        try migrator.migrate(pool)
    }
}
