import FlowJSON
import FlowMachine
import FlowStore
import GRDB
import StatesLanguage

/// Reads single executions.
struct ExecutionReader: Sendable {
    let programs: ProgramTable

    /// The number of an execution, or `nil`.
    static func number(of id: ExecutionID, in db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT number FROM executions WHERE id = ?")
        return try Int64.fetchOne(statement, arguments: [id.text])
    }

    /// An execution with all that is needed to go on with it.
    func execution(_ id: ExecutionID, in db: Database) throws -> StoredExecution? {
        let sql = """
            SELECT \(Self.identityColumns), e.number, \(Self.latest("version")), e.status, e.started, e.stopped,
                (SELECT text FROM names WHERE number = e.map_run), e.child_number, e.child_items, e.child_is_batch,
                e.events, e.limits, e.attributes, e.result, e.input, \(Self.latest("snapshot")), e.redrives, e.redriven
            FROM executions e WHERE e.id = ?
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]) else { return nil }
        let number: Int64 = row[5]
        return StoredExecution(
            id: id,
            version: row[6],
            interpreter: try interpreter(of: id, row, in: db),
            pendingTasks: try tasks(of: number, in: db),
            timers: try timers(of: number, in: db),
            pendingMapRuns: try MapRunReader.pendingOrders(of: number, in: db),
            child: (row[10] as String?).map { arn in
                ChildLink(mapRunARN: arn, number: row[11], items: row[12], isBatch: row[13])
            },
            stoppedAt: (row[9] as Int64?).map(Timestamp.init(milliseconds:)),
            attributes: try (row[16] as String?).map { try JSON(stored: $0).objectValue ?? JSONObject() }
                ?? JSONObject()
        )
    }

    /// The input of an execution.
    func input(of id: ExecutionID, in db: Database) throws -> JSON? {
        let statement = try db.cachedStatement(sql: "SELECT input FROM executions WHERE id = ?")
        return try String.fetchOne(statement, arguments: [id.text]).map { try JSON(stored: $0) }
    }

    /// What an execution runs and who it is.
    func origin(of id: ExecutionID, in db: Database) throws -> ExecutionOrigin? {
        let sql = "SELECT \(Self.identityColumns) FROM executions e WHERE e.id = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]) else { return nil }
        return ExecutionOrigin(program: try programs.program(row[4], in: db), identity: identity(of: id, row))
    }

    private static let identityColumns = """
        e.name, (SELECT text FROM names WHERE number = e.machine),
        (SELECT text FROM names WHERE number = e.machine_name), (SELECT text FROM names WHERE number = e.role),
        e.definition
        """

    /// A column of `progress`, where the execution has one there.
    private static func latest(_ column: String) -> String {
        """
        coalesce((SELECT \(column) FROM progress WHERE number = e.number + \(RowKey.unsettled)),
            (SELECT \(column) FROM progress WHERE number = e.number), e.\(column))
        """
    }

    private func identity(of id: ExecutionID, _ row: Row) -> ExecutionIdentity {
        ExecutionIdentity(
            id: id.text,
            name: row[0],
            stateMachineID: row[1],
            stateMachineName: row[2],
            roleARN: row[3]
        )
    }

    private func interpreter(of id: ExecutionID, _ row: Row, in db: Database) throws -> Interpreter {
        let program = try programs.program(row[4], in: db)
        let input = try JSON(stored: row[18])
        if let snapshot = row[19] as String? {
            var object = try JSON(stored: snapshot).objectValue ?? JSONObject()
            object["input"] = input
            return try Interpreter(
                program: program,
                execution: identity(of: id, row),
                limits: try ExecutionLimits(stored: try (row[15] as String?).map { try JSON(stored: $0) }),
                snapshot: .object(object)
            )
        }
        guard case .succeeded(let output)? = try ExecutionStatus(column: row[7], result: row[17]) else {
            throw StoreError(.damaged, "The store has lost where the execution \(id) is.")
        }
        return Interpreter(
            program: program,
            execution: identity(of: id, row),
            input: input,
            startedAt: Timestamp(milliseconds: row[8]),
            output: output,
            eventCount: row[14],
            redriveCount: row[20],
            redrivenAt: (row[21] as Int64?).map(Timestamp.init(milliseconds:))
        )
    }

    private func tasks(of number: Int64, in db: Database) throws -> [ScheduledTask] {
        // Those that ended are empty.
        let statement = try db.cachedStatement(
            sql: "SELECT events FROM history WHERE key BETWEEN ? AND ? AND events <> '' ORDER BY key"
        )
        let arguments: StatementArguments = [RowKey.ofTask(0, number), RowKey.ofTask(.max, number)]
        return try String.fetchAll(statement, arguments: arguments)
            .map { try ScheduledTask(stored: JSON(stored: $0)) }
    }

    private func timers(of number: Int64, in db: Database) throws -> [StoredTimer] {
        let keys = RowKey.all(of: number)
        let statement = try db.cachedStatement(
            sql: "SELECT key, due FROM timers WHERE key BETWEEN ? AND ? ORDER BY key"
        )
        return try Row.fetchAll(statement, arguments: [keys.first, keys.last])
            .map { row in
                StoredTimer(id: TimerID(rawValue: RowKey.number(in: row[0])), due: Timestamp(milliseconds: row[1]))
            }
    }
}
