import CPostgres
import FlowTasks
import StatesLanguage

extension PostgresDatabase {
    func load(_ load: TableLoad) throws -> Int64 {
        let table = try TableName(load.table, foldsCase: true)
        let columns = try columns(of: table)
        if settings.isRedshift { return try insert(load, into: table, having: columns) }
        try connection.run("BEGIN")
        // Only failures may interrupt the copy, see `failedEarly`.
        try connection.run("SET LOCAL client_min_messages TO error")
        if load.isReplacing { try connection.run("DELETE FROM \(table.quoted)") }
        let count = try copy(load, into: table, having: columns)
        try connection.run("COMMIT")
        return count
    }

    /// The names of a table's columns.
    func columns(of table: TableName) throws -> [String] {
        try prepare(SQLStatement(sql: "SELECT * FROM \(table.quoted)")).columns.map(\.name)
    }

    private func copy(_ load: TableLoad, into table: TableName, having columns: [String]) throws -> Int64 {
        var header = CopyHeader(fileName: load.fileName)
        var isCopying = false
        do {
            try load.read { piece in
                if isCopying { return try send(piece, load) }
                guard let record = try header.read(piece) else { return }
                let names = try CSVHeader.columns(
                    of: record,
                    given: load.columns,
                    in: columns,
                    named: table.quoted,
                    file: load.fileName
                )
                try startCopy(into: table, names)
                isCopying = true
                try header.withBytesRead { bytes in try send(bytes, load) }
            }
            if !isCopying {
                // A file of one line without its end.
                let record = try header.finish()
                try startCopy(
                    into: table,
                    CSVHeader.columns(
                        of: record,
                        given: load.columns,
                        in: columns,
                        named: table.quoted,
                        file: load.fileName
                    )
                )
                isCopying = true
                try header.withBytesRead { bytes in try send(bytes, load) }
            }
        } catch {
            // The server must not take what came so far for the whole file.
            if isCopying { _ = PQputCopyEnd(connection.handle, "the file could not be read to its end") }
            throw error
        }
        try connection.send { PQputCopyEnd($0, nil) }
        return try finishCopy(load)
    }

    private func startCopy(into table: TableName, _ columns: [String]) throws {
        let list = columns.map(TableName.quoted).joined(separator: ", ")
        let command = "COPY \(table.quoted) (\(list)) FROM STDIN (FORMAT csv, HEADER)"
        try connection.send { PQsendQuery($0, command) }
        while let result = try connection.nextResult() {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_COPY_IN { return }
            throw connection.failure(of: result, in: SQLStatement(sql: command))
        }
        throw connection.connectionLost()
    }

    private func send(_ bytes: UnsafeRawBufferPointer, _ load: TableLoad) throws {
        var position = 0
        while position < bytes.count {
            let count = min(64 * 1024, bytes.count - position)
            let part = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
            try part.withMemoryRebound(to: CChar.self) { part in
                try connection.send { PQputCopyData($0, part.baseAddress, Int32(part.count)) }
            }
            position += count
            activity.bytes += Int64(count)
            try activity.beat()
            if connection.hasInput() { try failedEarly(load) }
        }
    }

    /// Ends the copy of which the server said something before its end: that it failed.
    private func failedEarly(_ load: TableLoad) throws {
        try connection.send { PQputCopyEnd($0, "the server ended the copy") }
        _ = try finishCopy(load)
    }

    /// Takes the copy's results.
    private func finishCopy(_ load: TableLoad) throws -> Int64 {
        var count: Int64 = 0
        var failure: TaskFailure?
        while let result = try connection.nextResult() {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                count = Int64(String(cString: PQcmdTuples(result))) ?? 0
            } else if failure == nil {
                let plain = connection.failure(of: result, in: SQLStatement(sql: ""))
                let place = connection.copyPlace(of: result).map { ", \($0)" } ?? ""
                failure = TaskFailure(error: plain.error, cause: "\"\(load.fileName)\"\(place): \(plain.cause)")
            }
        }
        if let failure { throw failure }
        activity.rows = count
        return count
    }
}

/// Finds the header of a file that is being copied, and keeps what was read meanwhile.
private struct CopyHeader {
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    private static let maximumSizeInBytes = 1 << 20

    let fileName: String
    private var parser = CSVParser()
    private var bytes: [UInt8] = []

    init(fileName: String) { self.fileName = fileName }

    /// Reads the next piece; answers the header when it is whole.
    mutating func read(_ piece: UnsafeRawBufferPointer) throws -> CSVRecord? {
        bytes.append(contentsOf: piece)
        var header: CSVRecord?
        try naming {
            try parser.read(piece) { record in
                header = record
                return false
            }
        }
        guard header != nil || bytes.count < Self.maximumSizeInBytes else {
            throw TaskFailure(
                error: .sqlInvalidData,
                cause: "\"\(fileName)\" has no end of a header line within its first \(Self.maximumSizeInBytes) bytes."
            )
        }
        return header
    }

    /// The header of a file that has ended.
    mutating func finish() throws -> CSVRecord {
        var header: CSVRecord?
        try naming {
            try parser.finish { record in
                header = record
                return false
            }
        }
        guard let header else { throw TaskFailure(error: .sqlInvalidData, cause: emptyFileCause(fileName)) }
        return header
    }

    /// All that was read, without a byte order mark.
    func withBytesRead(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let skipped = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[skipped...])) }
    }

    private func naming(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as CSVParser.SyntaxError {
            throw TaskFailure(
                error: .sqlInvalidData,
                cause: "\"\(fileName)\", line \(error.line): \(error.message)."
            )
        }
    }
}
