import CPostgres
import FlowJSON
import FlowTasks
import StatesLanguage

/// PostgreSQL, and Redshift with its differences.
final class PostgresDatabase: Database {
    let connection: PostgresConnection
    var settings: PostgresSettings { connection.settings }
    var activity: Activity { connection.activity }

    init(_ settings: PostgresSettings, _ activity: Activity) throws {
        connection = try PostgresConnection(settings, activity)
    }

    func version() throws -> String {
        let text = try rows(SQLStatement(sql: "SELECT version() AS version"), within: ResultLimits(rows: 1))
        let words = text.first?["version"]?.stringValue?.split(separator: " ").prefix(2).joined(separator: " ")
        return settings.isRedshift ? "Redshift" : words ?? "PostgreSQL"
    }

    func execute(_ statement: SQLStatement) throws -> Int64 {
        if statement.parameters.isEmpty {
            // Sent as one message, so that several statements are one transaction.
            try connection.send { PQsendQuery($0, statement.sql) }
            return try affectedRows(of: statement, bound: [])
        }
        try ResultColumns.refuseSeveral(statement.sql)
        let prepared = try prepare(statement)
        try prepared.send()
        return try affectedRows(of: statement, bound: prepared.bound)
    }

    func rows(_ statement: SQLStatement, within limits: ResultLimits) throws -> [JSON] {
        try ResultColumns.refuseSeveral(statement.sql)
        let prepared = try prepare(statement)
        try ResultColumns.refuseNone(prepared.columns.count)
        try ResultColumns.refuseDuplicates(prepared.columns.map(\.name))
        var collector = RowCollector(limits)
        try eachRow(of: prepared) { result in
            var row = JSONObject()
            for (position, column) in prepared.columns.enumerated() {
                row[column.name] = value(result, Int32(position)).map(column.json) ?? .null
            }
            try collector.append(.object(row))
        }
        return collector.rows
    }

    /// Runs a prepared statement and gives each row, as a result of one row.
    func eachRow(of prepared: PreparedStatement, _ take: (OpaquePointer) throws -> Void) throws {
        try prepared.send()
        PQsetSingleRowMode(connection.handle)
        while let result = try connection.nextRow() {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE:
                try take(result)
                activity.rows += 1
                if activity.rows & 1023 == 0 { try activity.beat() }
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: continue
            default: throw connection.failure(of: result, in: prepared.statement, bound: prepared.bound)
            }
        }
    }

    /// A value of the one row of a result; `nil` for null.
    @inline(__always)
    func value(_ result: OpaquePointer, _ column: Int32) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(result, 0, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(result, 0, column), count: Int(PQgetlength(result, 0, column)))
    }

    private func affectedRows(of statement: SQLStatement, bound: [String?]) throws -> Int64 {
        var count: Int64 = 0
        var failure: TaskFailure?
        // Rows that nobody asked for are let go one by one.
        PQsetSingleRowMode(connection.handle)
        while let result = try connection.nextResult() {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                let command = String(cString: PQcmdStatus(result))
                if ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(where: command.hasPrefix) {
                    count += Int64(String(cString: PQcmdTuples(result))) ?? 0
                    activity.rows = count
                }
            case PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY: continue
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                throw connection.failure(of: result, in: statement)
            default: failure = failure ?? connection.failure(of: result, in: statement, bound: bound)
            }
        }
        if let failure { throw failure }
        guard PQtransactionStatus(connection.handle) == PQTRANS_IDLE else { throw transactionLeftOpen() }
        return count
    }
}
