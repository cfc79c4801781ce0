import CPostgres
import FlowJSON
import StatesLanguage

// Redshift takes no rows through the connection: its COPY reads from S3 and wants an IAM role, which a CSV file behind
// any other connection has no part in. Rows go in by INSERTs of many rows each.
extension PostgresDatabase {
    /// Values in one INSERT; the protocol allows 65,535 of them, Redshift half as many.
    private static var maximumParameters: Int { 30_000 }
    /// Rows in one INSERT.
    private static var maximumRows: Int { 1_000 }

    /// Loads a file by INSERTs in one transaction.
    func insert(_ load: TableLoad, into table: TableName, having columns: [String]) throws -> Int64 {
        try connection.run("BEGIN")
        if load.isReplacing { try connection.run("DELETE FROM \(table.quoted)") }
        var names: [String] = []
        var pending: [String?] = []
        var firstLine = 0
        var reader = CSVReader(fileName: load.fileName)
        let takeHeader: (CSVRecord) throws -> Void = { record in
            names = try CSVHeader.columns(
                of: record,
                given: load.columns,
                in: columns,
                named: table.quoted,
                file: load.fileName
            )
        }
        let takeRow: (CSVRecord) throws -> Void = { record in
            if pending.isEmpty { firstLine = record.line }
            for position in 0..<record.count {
                pending.append(record.isNull(position) ? nil : record.text(position))
            }
            let limit = min(Self.maximumRows, max(1, Self.maximumParameters / names.count))
            guard pending.count >= limit * names.count else { return }
            try self.insert(pending, into: table, names, file: load.fileName, line: firstLine)
            pending.removeAll(keepingCapacity: true)
        }
        try load.read { piece in
            try reader.read(piece, header: takeHeader, row: takeRow)
            activity.bytes += Int64(piece.count)
            try activity.beat()
        }
        try reader.finish(header: takeHeader, row: takeRow)
        if !pending.isEmpty { try insert(pending, into: table, names, file: load.fileName, line: firstLine) }
        try connection.run("COMMIT")
        return activity.rows
    }

    private func insert(
        _ values: [String?],
        into table: TableName,
        _ columns: [String],
        file: String,
        line: Int
    ) throws {
        if let position = values.firstIndex(where: { $0?.utf8.contains(0) == true }) {
            throw TaskFailure(
                error: .sqlInvalidData,
                cause: "\"\(file)\", line \(line + position / columns.count) or after: a field holds a NUL character."
            )
        }
        let rowCount = values.count / columns.count
        var sql = "INSERT INTO \(table.quoted) (\(columns.map(TableName.quoted).joined(separator: ", "))) VALUES "
        for row in 0..<rowCount {
            let places = (0..<columns.count).map { "$\(row * columns.count + $0 + 1)" }
            sql += "\(row == 0 ? "" : ", ")(\(places.joined(separator: ", ")))"
        }
        try connection.send { handle in
            withCStrings(values) { PQsendQueryParams(handle, sql, Int32(values.count), nil, $0, nil, nil, 0) }
        }
        do {
            try connection.finish(SQLStatement(sql: sql))
        } catch let failure as TaskFailure {
            // The statement is ours, so that its snippet says nothing to the author.
            let said = failure.cause.prefix { $0 != "\n" }
            throw TaskFailure(
                error: failure.error,
                cause: "\"\(file)\", in the \(counted(rowCount, "row")) from line \(line) on: \(said)"
            )
        }
        activity.rows += Int64(rowCount)
    }
}
