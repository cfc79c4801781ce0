import FlowJSON
import FlowMachine
import FlowStore
import GRDB
import StatesLanguage

/// Reads executions as lists show them.
enum SummaryReader {
    /// What a summary is made of; `e` is the execution.
    private static let columns = """
        e.number, e.id, e.name, (SELECT text FROM names WHERE number = e.machine), e.status, e.started, e.stopped,
        (SELECT text FROM names WHERE number = e.map_run), e.child_number, e.child_items, e.child_is_batch, e.attributes,
        e.redrives, e.redriven
        """

    /// The execution of an id.
    static func summary(of id: ExecutionID, in db: Database) throws -> ExecutionSummary? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns), e.result FROM executions e WHERE e.id = ?")
        return try Row.fetchOne(statement, arguments: [id.text]).map(summary)
    }

    /// The executions of a query, the latest started first.
    ///
    /// Each status has its own stretch of an index, which is read from the query's place on; the stretches are merged. So
    /// the time does not grow with the number of executions.
    static func list(_ query: ExecutionQuery, in db: Database) throws -> [ExecutionSummary] {
        guard query.limit > 0 else { return [] }
        var found: [ExecutionSummary] = []
        for phase in query.phase.map({ [$0] }) ?? ExecutionPhase.allCases {
            switch query.selection {
            case .all:
                let index = "executions_by_status"
                found += try stretch(query, phase, index, "e.is_child = ?", 0, in: db)
                if query.includesChildren { found += try stretch(query, phase, index, "e.is_child = ?", 1, in: db) }
            case .stateMachine(let id):
                found += try stretch(query, phase, "executions_by_machine", named("machine"), id, in: db)
            case .version(let arn):
                found += try stretch(query, phase, "executions_by_version", named("machine_version"), arn, in: db)
            case .alias(let arn):
                found += try stretch(query, phase, "executions_by_alias", named("alias"), arn, in: db)
            case .mapRun(let arn):
                found += try stretch(query, phase, "executions_by_map_run", named("map_run"), arn, in: db)
            }
        }
        return Array(found.sorted { $0.cursor > $1.cursor }.prefix(query.limit))
    }

    /// Running executions for which something is to be done here.
    static func unsettled(after sequence: Int, limit: Int, in db: Database) throws -> [ExecutionSummary] {
        let sql = """
            SELECT \(columns), NULL FROM progress p
            CROSS JOIN executions e ON e.number = p.number - \(RowKey.unsettled)
            WHERE p.number > ? ORDER BY p.number LIMIT ?
            """
        let statement = try db.cachedStatement(sql: sql)
        let place = RowKey.unsettled + Int64(max(sequence, 0))
        return try Row.fetchAll(statement, arguments: [place, max(0, limit)]).map(summary)
    }

    private static func named(_ column: String) -> String {
        "e.\(column) = (SELECT number FROM names WHERE text = ?)"
    }

    private static func stretch(
        _ query: ExecutionQuery,
        _ phase: ExecutionPhase,
        _ index: String,
        _ condition: String,
        _ value: any DatabaseValueConvertible,
        in db: Database
    ) throws -> [ExecutionSummary] {
        let place = query.after == nil ? "" : "AND e.started <= ? AND (e.started < ? OR e.number < ?)"
        let sql = """
            SELECT \(columns), \(query.includesResults ? "e.result" : "NULL")
            FROM executions e INDEXED BY \(index) WHERE \(condition) AND e.status = ? \(place)
            ORDER BY e.started DESC, e.number DESC LIMIT ?
            """
        var arguments: StatementArguments = [value, phase.column]
        if let after = query.after {
            let started = after.startedAt.milliseconds
            arguments += [started, started, after.sequence]
        }
        arguments += [query.limit]
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map(summary)
    }

    private static func summary(_ row: Row) throws -> ExecutionSummary {
        let attributes = try (row[11] as String?).map { try JSON(stored: $0).objectValue ?? JSONObject() }
        return ExecutionSummary(
            id: ExecutionID(row[1]),
            name: row[2],
            stateMachineID: row[3],
            status: try ExecutionStatus(column: row[4], result: row[14]),
            startedAt: Timestamp(milliseconds: row[5]),
            stoppedAt: (row[6] as Int64?).map(Timestamp.init(milliseconds:)),
            child: (row[7] as String?).map { arn in
                ChildLink(mapRunARN: arn, number: row[8], items: row[9], isBatch: row[10])
            },
            attributes: attributes ?? JSONObject(),
            sequence: row[0],
            redriveCount: row[12],
            redrivenAt: (row[13] as Int64?).map(Timestamp.init(milliseconds:))
        )
    }
}
