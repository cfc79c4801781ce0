import CPostgres
import FlowTasks
import Glibc
import StatesLanguage

extension PostgresDatabase {
    func export(_ statement: SQLStatement, as format: RowFormat, to output: inout OutputBuffer) throws -> Int64 {
        try ResultColumns.refuseSeveral(statement.sql)
        if format == .csv, statement.parameters.isEmpty, !settings.isRedshift,
            ["select", "with", "values", "table"].contains(SQLText(statement.sql).keyword)
        {
            return try copy(statement, to: &output)
        }
        let prepared = try prepare(statement)
        try ResultColumns.refuseNone(prepared.columns.count)
        switch format {
        case .csv: try writeCSV(prepared, to: &output)
        case .jsonLines: try writeJSONLines(prepared, to: &output)
        }
        return activity.rows
    }

    /// Has the server write the CSV; the bytes are those of `psql \copy`.
    private func copy(_ statement: SQLStatement, to output: inout OutputBuffer) throws -> Int64 {
        let text = SQLText(statement.sql)
        let author = String(decoding: Array(statement.sql.utf8)[text.statement], as: UTF8.self)
        // The line's end before the parenthesis ends a comment of the author's.
        let opening = "COPY (\n"
        let command = "\(opening)\(author)\n) TO STDOUT (FORMAT csv, HEADER)"
        let start = statement.sql.utf8.index(statement.sql.utf8.startIndex, offsetBy: text.statement.lowerBound)
        let skipped = statement.sql.unicodeScalars[..<start].count

        try connection.send { PQsendQuery($0, command) }
        var rowCount: Int64 = 0
        var failure: TaskFailure?
        while let result = try connection.nextResult() {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_COPY_OUT: try takeCopiedLines(to: &output)
            case PGRES_COMMAND_OK: rowCount = Int64(String(cString: PQcmdTuples(result))) ?? activity.rows
            default:
                failure =
                    failure
                    ?? connection.failure(
                        of: result,
                        in: statement,
                        scalarsBefore: opening.unicodeScalars.count - skipped
                    )
            }
        }
        if let failure { throw failure }
        activity.rows = rowCount
        return rowCount
    }

    private func takeCopiedLines(to output: inout OutputBuffer) throws {
        // The header's line is none of the rows.
        var lines: Int64 = -1
        var turns = 0
        while true {
            var line: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection.handle, &line, 1)
            if count == 0 {
                try connection.takeRows(&turns)
                continue
            }
            guard count > 0, let line else { return }
            defer { PQfreemem(line) }
            turns = 0
            lines += 1
            activity.rows = max(0, lines)
            try output.append(UnsafeRawBufferPointer(start: line, count: Int(count)))
        }
    }

    private func writeCSV(_ prepared: PreparedStatement, to output: inout OutputBuffer) throws {
        let count = Int32(prepared.columns.count)
        try output.appendCSVHeader(prepared.columns.map(\.name))
        try eachRow(of: prepared) { result in
            for position in 0..<count {
                if position > 0 { try output.append(UInt8(ascii: ",")) }
                if let value = value(result, position) { try output.appendCSV(value, isOnlyColumn: count == 1) }
            }
            try output.append(UInt8(ascii: "\n"))
        }
    }

    private func writeJSONLines(_ prepared: PreparedStatement, to output: inout OutputBuffer) throws {
        try ResultColumns.refuseDuplicates(prepared.columns.map(\.name))
        let keys = JSONLineKeys(prepared.columns.map(\.name))
        try eachRow(of: prepared) { result in
            for (position, column) in prepared.columns.enumerated() {
                try output.append(keys.prefixes[position])
                if let value = value(result, Int32(position)) {
                    try column.write(value, to: &output)
                } else {
                    try output.append("null")
                }
            }
            try output.append("}\n")
        }
    }
}
