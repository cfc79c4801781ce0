import FlowMachine
import FlowStore
import GRDB
import StatesLanguage

/// Reads the timers of all executions.
enum TimerReader {
    /// Timers, the earliest due first.
    static func timers(
        after cursor: TimerCursor?,
        until moment: Timestamp,
        limit: Int,
        in db: Database
    ) throws -> [DueTimer] {
        let place = cursor == nil ? "" : "AND t.due >= ? AND (t.due > ? OR t.key > ?)"
        let sql = """
            SELECT t.key, t.due, e.id FROM timers t INDEXED BY timers_by_due
            CROSS JOIN executions e ON e.number = t.key >> 32
            WHERE t.due <= ? \(place) ORDER BY t.due, t.key LIMIT ?
            """
        var arguments: StatementArguments = [moment.milliseconds]
        if let cursor {
            let due = cursor.due.milliseconds
            arguments += [due, due, RowKey.of(Int64(cursor.sequence), cursor.timer.rawValue)]
        }
        arguments += [max(0, limit)]
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
            .map { row in
                let timer = TimerID(rawValue: RowKey.number(in: row[0]))
                return DueTimer(
                    execution: ExecutionID(row[2]),
                    timer: timer,
                    cursor: TimerCursor(
                        due: Timestamp(milliseconds: row[1]),
                        sequence: Int(RowKey.execution(in: row[0])),
                        timer: timer
                    )
                )
            }
    }
}
