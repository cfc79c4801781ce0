import FlowStore
import GRDB
import StatesLanguage

/// Forgets executions that ended; only for the writer.
enum Pruning {
    /// Forgets executions that ended before a moment; answers how many.
    static func prune(endedBefore moment: Timestamp, limit: Int, in db: Database) throws -> Int {
        var count = 0
        for isChild in [1, 0] {
            for phase in ExecutionPhase.allCases where phase != .running {
                let left = limit - count
                guard left > 0 else { return count }
                let numbers = try numbers(phase, isChild, endedBefore: moment, limit: left, in: db)
                for number in numbers { try forget(number, in: db) }
                count += numbers.count
            }
        }
        return count
    }

    private static func numbers(
        _ phase: ExecutionPhase,
        _ isChild: Int,
        endedBefore moment: Timestamp,
        limit: Int,
        in db: Database
    ) throws -> [Int64] {
        // What ended before a moment started before it.
        let sql = """
            SELECT e.number FROM executions e INDEXED BY executions_by_status
            WHERE e.is_child = ? AND e.status = ? AND e.started <= ? AND e.stopped < ? AND (e.is_child = 0 OR NOT EXISTS (
                SELECT 1 FROM names n JOIN map_runs m ON m.arn = n.text WHERE n.number = e.map_run AND m.is_running = 1))
            ORDER BY e.started, e.number LIMIT ?
            """
        return try Int64.fetchAll(
            db.cachedStatement(sql: sql),
            arguments: [isChild, phase.column, moment.milliseconds, moment.milliseconds, limit]
        )
    }

    private static func forget(_ number: Int64, in db: Database) throws {
        let keys = RowKey.all(of: number)
        for table in ["history", "timers"] {
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE key BETWEEN ? AND ?")
                .execute(arguments: [keys.first, keys.last])
        }
        try db.cachedStatement(sql: "DELETE FROM map_runs WHERE execution = ?").execute(arguments: [number])
        try db.cachedStatement(sql: "DELETE FROM executions WHERE number = ?").execute(arguments: [number])
    }
}
