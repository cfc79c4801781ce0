import GRDB

/// The first schema.
///
/// What an execution keeps for ever is in `executions`, written at its start and at its end; what changes at each commit is
/// in `progress`, so that a long input is not written again and again. Keys of `history`, `tasks` and `timers` are the
/// execution's number in the upper half and their own in the lower one. Long columns come last.
enum Migration1 {
    static func migrate(_ db: Database) throws {
        for statement in statements { try db.execute(sql: statement) }
    }

    private static let statements = [
        // ARNs that many executions share.
        """
        CREATE TABLE names (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)
        """,
        """
        CREATE TABLE definitions (
            number INTEGER PRIMARY KEY, hash INTEGER NOT NULL, variables TEXT NOT NULL, text TEXT NOT NULL)
        """,
        "CREATE INDEX definitions_by_hash ON definitions (hash)",
        """
        CREATE TABLE executions (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            machine INTEGER NOT NULL, status INTEGER NOT NULL, is_child INTEGER NOT NULL,
            started INTEGER NOT NULL, stopped INTEGER, machine_version INTEGER, alias INTEGER,
            map_run INTEGER, child_number INTEGER, child_items INTEGER, child_is_batch INTEGER,
            definition INTEGER NOT NULL, name TEXT NOT NULL, machine_name INTEGER NOT NULL, role INTEGER NOT NULL,
            version INTEGER NOT NULL, events INTEGER NOT NULL, redrives INTEGER NOT NULL DEFAULT 0, redriven INTEGER,
            limits TEXT, attributes TEXT, result TEXT, input TEXT NOT NULL, snapshot TEXT)
        """,
        "CREATE INDEX executions_by_machine ON executions (machine, status, started)",
        "CREATE INDEX executions_by_status ON executions (is_child, status, started)",
        """
        CREATE INDEX executions_by_version ON executions (machine_version, status, started)
        WHERE machine_version IS NOT NULL
        """,
        "CREATE INDEX executions_by_alias ON executions (alias, status, started) WHERE alias IS NOT NULL",
        "CREATE INDEX executions_by_map_run ON executions (map_run, status, started) WHERE map_run IS NOT NULL",
        """
        CREATE TABLE progress (
            number INTEGER PRIMARY KEY, version INTEGER NOT NULL, is_unsettled INTEGER NOT NULL, snapshot TEXT NOT NULL)
        """,
        "CREATE INDEX progress_unsettled ON progress (number) WHERE is_unsettled = 1",
        // Each row is a list of events; the key's lower half is the id of the first.
        "CREATE TABLE history (key INTEGER PRIMARY KEY, events TEXT NOT NULL)",
        "CREATE TABLE tasks (key INTEGER PRIMARY KEY, task TEXT NOT NULL)",
        "CREATE TABLE timers (key INTEGER PRIMARY KEY, due INTEGER NOT NULL)",
        "CREATE INDEX timers_by_due ON timers (due)",
        """
        CREATE TABLE map_runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, execution INTEGER NOT NULL,
            run INTEGER NOT NULL, is_running INTEGER NOT NULL, started INTEGER NOT NULL, state TEXT NOT NULL,
            map_order TEXT NOT NULL)
        """,
        "CREATE INDEX map_runs_by_execution ON map_runs (execution, run)",
        """
        CREATE TABLE documents (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, key))
        """,
        "CREATE TABLE probes (number INTEGER PRIMARY KEY, count INTEGER NOT NULL)",
        "INSERT INTO probes VALUES (1, 0)",
    ]
}
