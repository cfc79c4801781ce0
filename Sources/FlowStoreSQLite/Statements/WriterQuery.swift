/// The statements that commits are made of.
enum WriterQuery: Int, CaseIterable {
    case begin
    case commit
    case rollback
    case findExecution
    case findProgress
    case insertExecution
    case setAttributes
    case endExecution
    case restartExecution
    case writeProgress
    case deleteProgress
    case appendEvents
    case writeTask
    case emptyTask
    case writeTimer
    case deleteTimer
    case writeMapRun
    case findMapRun
    case findRunningMapRun
    case setMapRun

    /// Its text; parameters in the order in which they are bound.
    var sql: String {
        switch self {
        case .begin: "BEGIN IMMEDIATE"
        case .commit: "COMMIT"
        case .rollback: "ROLLBACK"
        case .findExecution: "SELECT number, version, status FROM executions WHERE id = ?"
        case .findProgress: "SELECT version FROM progress WHERE number = ?"
        case .insertExecution:
            // The number is given, so that the table that SQLite keeps the highest one in is not written.
            """
            INSERT INTO executions (
                number, id, machine, status, is_child, started, stopped, machine_version, alias, map_run, child_number,
                child_items, child_is_batch, definition, name, machine_name, role, version, events, limits, attributes,
                result, input, snapshot)
            VALUES (
                (SELECT coalesce(max(number), 0) + 1 FROM executions),
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """
        case .setAttributes: "UPDATE executions SET attributes = ?, machine_version = ?, alias = ? WHERE number = ?"
        case .endExecution:
            """
            UPDATE executions SET status = ?, stopped = CASE WHEN ? THEN ? ELSE stopped END, version = ?, events = ?,
            redrives = ?, redriven = ?, result = ?, snapshot = ? WHERE number = ?
            """
        case .restartExecution:
            """
            UPDATE executions SET status = ?, stopped = NULL, redrives = ?, redriven = ?, result = NULL,
            snapshot = NULL WHERE number = ?
            """
        case .writeProgress: "INSERT OR REPLACE INTO progress (number, version, snapshot) VALUES (?, ?, ?)"
        case .deleteProgress: "DELETE FROM progress WHERE number = ?"
        case .appendEvents: "INSERT INTO history (key, events) VALUES (?, ?)"
        case .writeTask: "INSERT OR REPLACE INTO history (key, events) VALUES (?, ?)"
        // A row that goes would have SQLite fill its page from the neighbours: an empty one costs a page instead of three.
        case .emptyTask: "UPDATE history SET events = '' WHERE key = ?"
        case .writeTimer: "INSERT OR REPLACE INTO timers (key, due) VALUES (?, ?)"
        case .deleteTimer: "DELETE FROM timers WHERE key = ?"
        case .writeMapRun:
            """
            INSERT OR REPLACE INTO map_runs (arn, execution, run, is_running, started, state, map_order)
            VALUES (?, ?, ?, 1, ?, ?, ?)
            """
        case .findMapRun: "SELECT number, state FROM map_runs WHERE execution = ? AND run = ?"
        case .findRunningMapRun:
            "SELECT number, state FROM map_runs WHERE execution = ? AND run = ? AND is_running = 1"
        case .setMapRun: "UPDATE map_runs SET is_running = ?, state = ? WHERE number = ?"
        }
    }
}
