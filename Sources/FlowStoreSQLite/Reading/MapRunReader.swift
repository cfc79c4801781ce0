import FlowJSON
import FlowMachine
import FlowStore
import GRDB
import StatesLanguage

/// Reads map runs.
enum MapRunReader {
    private static let query = """
        SELECT e.id, m.started, m.state, m.map_order FROM map_runs m JOIN executions e ON e.number = m.execution
        """

    /// The map run of an ARN.
    static func mapRun(_ arn: String, in db: Database) throws -> StoredMapRun? {
        try Row.fetchOne(db.cachedStatement(sql: query + " WHERE m.arn = ?"), arguments: [arn]).map(mapRun)
    }

    /// The map runs of an execution, the latest started first.
    static func mapRuns(of id: ExecutionID, in db: Database) throws -> [StoredMapRun] {
        guard let number = try ExecutionReader.number(of: id, in: db) else { return [] }
        let statement = try db.cachedStatement(sql: query + " WHERE m.execution = ? ORDER BY m.run DESC")
        return try Row.fetchAll(statement, arguments: [number]).map(mapRun)
    }

    /// The orders of an execution's map runs that have not ended, by their ids.
    static func pendingOrders(of execution: Int64, in db: Database) throws -> [MapRunOrder] {
        let statement = try db.cachedStatement(
            sql: "SELECT map_order FROM map_runs WHERE execution = ? AND is_running = 1 ORDER BY run"
        )
        return try String.fetchAll(statement, arguments: [execution]).map { try MapRunOrder(stored: JSON(stored: $0)) }
    }

    /// Changes a map run as an update wants; only for the writer.
    static func update(_ arn: String, by update: MapRunUpdate, in db: Database) throws {
        let known = try Row.fetchOne(
            db.cachedStatement(sql: query + " WHERE m.arn = ?"),
            arguments: [arn]
        )
        guard var run = try known.map(mapRun) else { throw StoreError.missing(mapRun: arn) }
        run.take(update)
        try db.cachedStatement(sql: "UPDATE map_runs SET state = ? WHERE arn = ?")
            .execute(arguments: [run.state.text, arn])
    }

    private static func mapRun(_ row: Row) throws -> StoredMapRun {
        let order = try MapRunOrder(stored: JSON(stored: row[3]))
        var run = StoredMapRun(order, of: ExecutionID(row[0]), at: Timestamp(milliseconds: row[1]))
        try MapRunState(stored: row[2]).fill(&run)
        return run
    }
}
