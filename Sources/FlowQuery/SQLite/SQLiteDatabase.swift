import CSQLite
import FlowJSON
import FlowTasks
import StatesLanguage

/// The embedded database: one file, nothing to install.
final class SQLiteDatabase: Database {
    let connection: SQLiteConnection
    var activity: Activity { connection.activity }

    init(path: String, isCreating: Bool, _ activity: Activity) throws {
        connection = try SQLiteConnection(path: path, isCreating: isCreating, activity)
    }

    func version() throws -> String {
        // A file of another kind shows only when it is read.
        try connection.run("SELECT count(*) FROM sqlite_master")
        return "SQLite \(String(cString: sqlite3_libversion()))"
    }

    func rows(_ statement: SQLStatement, within limits: ResultLimits) throws -> [JSON] {
        let (compiled, columns) = try compile(statement)
        try ResultColumns.refuseDuplicates(columns.map(\.name))
        var collector = RowCollector(limits)
        try eachRow(of: compiled) { row in
            var object = JSONObject()
            for (position, column) in columns.enumerated() { object[column.name] = column.json(row, Int32(position)) }
            try collector.append(.object(object))
        }
        return collector.rows
    }

    func execute(_ statement: SQLStatement) throws -> Int64 {
        let text = SQLText(statement.sql)
        guard text.hasMore else {
            // One statement is a transaction by itself, and some (VACUUM, PRAGMA) want to be alone.
            try ResultColumns.refuseSeveral(statement.sql)
            return try executeAll(statement, isInTransaction: false)
        }
        guard statement.parameters.isEmpty else {
            try ResultColumns.refuseSeveral(statement.sql)
            return 0
        }
        return try connection.transaction { try executeAll(statement, isInTransaction: true) }
    }

    func export(_ statement: SQLStatement, as format: RowFormat, to output: inout OutputBuffer) throws -> Int64 {
        let (compiled, columns) = try compile(statement)
        switch format {
        case .csv:
            try output.appendCSVHeader(columns.map(\.name))
            try eachRow(of: compiled) { row in
                for (position, column) in columns.enumerated() {
                    if position > 0 { try output.append(UInt8(ascii: ",")) }
                    try column.writeCSV(row, Int32(position), isOnlyColumn: columns.count == 1, to: &output)
                }
                try output.append(UInt8(ascii: "\n"))
            }
        case .jsonLines:
            try ResultColumns.refuseDuplicates(columns.map(\.name))
            let keys = JSONLineKeys(columns.map(\.name))
            try eachRow(of: compiled) { row in
                for (position, column) in columns.enumerated() {
                    try output.append(keys.prefixes[position])
                    try column.writeJSON(row, Int32(position), to: &output)
                }
                try output.append("}\n")
            }
        }
        return activity.rows
    }

    private func compile(_ statement: SQLStatement) throws -> (SQLiteStatement, [SQLiteColumn]) {
        try ResultColumns.refuseSeveral(statement.sql)
        guard let compiled = try SQLiteStatement(statement.sql, on: connection) else {
            throw TaskFailure(error: .sqlSyntaxError, cause: "There is no statement in the SQL.")
        }
        try ResultColumns.refuseNone(Int(compiled.columnCount))
        try compiled.bind(statement.parameters)
        return (compiled, SQLiteColumn.all(of: compiled))
    }

    private func eachRow(of statement: SQLiteStatement, _ take: (OpaquePointer) throws -> Void) throws {
        while try statement.step() {
            try take(statement.handle)
            activity.rows += 1
            if activity.rows & 1023 == 0 { try activity.beat() }
        }
    }

    private func executeAll(_ statement: SQLStatement, isInTransaction: Bool) throws -> Int64 {
        var start = 0
        var affected: Int64 = 0
        while let compiled = try SQLiteStatement(statement.sql, from: start, on: connection) {
            try compiled.bind(statement.parameters)
            let before = sqlite3_total_changes64(connection.handle)
            while try compiled.step() { try activity.check() }
            // The count of changes stays that of the last statement which made any.
            if sqlite3_total_changes64(connection.handle) != before {
                affected += sqlite3_changes64(connection.handle)
                activity.rows = affected
            }
            start = compiled.end
        }
        // A transaction of the author's own, in which a single statement was run.
        guard isInTransaction || sqlite3_get_autocommit(connection.handle) != 0 else { throw transactionLeftOpen() }
        return affected
    }
}
