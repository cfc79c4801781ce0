import CSQLite
import FlowJSON
import FlowTasks
import StatesLanguage

extension SQLiteDatabase {
    func load(_ load: TableLoad) throws -> Int64 {
        let table = try TableName(load.table, foldsCase: false)
        return try connection.transaction {
            let columns = try columns(of: table)
            if load.isReplacing { try connection.run("DELETE FROM \(table.quoted)") }
            var loader = TableLoader(load, table, columns, connection)
            try load.read { piece in try loader.read(piece) }
            try loader.finish()
            return activity.rows
        }
    }

    /// The columns of a table into which rows may be put, with their declared types.
    private func columns(of table: TableName) throws -> [TableLoader.Column] {
        let schema = table.parts.count > 1 ? table.parts[0] : nil
        let name = table.parts.last ?? ""
        // 2 and 3 are generated columns.
        let arguments = schema == nil ? "$1" : "$1, $2"
        let sql = "SELECT name, type FROM pragma_table_xinfo(\(arguments)) WHERE hidden NOT IN (2, 3)"
        let parameters: [JSON] = [.string(name)] + (schema.map { [.string($0)] } ?? [])
        let rows = try rows(SQLStatement(sql: sql, parameters: parameters), within: ResultLimits(rows: 40_000))
        activity.rows = 0
        guard !rows.isEmpty else {
            throw TaskFailure(
                error: .sqlUndefinedTable,
                cause:
                    "The database \"\(connection.path)\" has no table \(table.quoted); make it with ExecuteSQL first."
            )
        }
        return rows.map { row in
            TableLoader.Column(
                name: row["name"]?.stringValue ?? "",
                kind: SQLiteColumn.Kind(declaredType: row["type"]?.stringValue ?? "")
            )
        }
    }
}

/// Puts the rows of a CSV file into a table by one statement that is run again and again.
struct TableLoader {
    struct Column {
        let name: String
        let kind: SQLiteColumn.Kind
    }

    private let connection: SQLiteConnection
    private let insertion: Insertion
    private var reader: CSVReader

    init(_ load: TableLoad, _ table: TableName, _ columns: [Column], _ connection: SQLiteConnection) {
        self.connection = connection
        reader = CSVReader(fileName: load.fileName)
        insertion = Insertion(load: load, table: table, columns: columns, connection: connection)
    }

    mutating func read(_ piece: UnsafeRawBufferPointer) throws {
        let insertion = insertion
        try reader.read(piece, header: insertion.prepare, row: insertion.insert)
        connection.activity.bytes += Int64(piece.count)
        try connection.activity.beat()
    }

    mutating func finish() throws {
        let insertion = insertion
        try reader.finish(header: insertion.prepare, row: insertion.insert)
    }
}

/// The statement that puts one row into the table.
private final class Insertion {
    private let load: TableLoad
    private let table: TableName
    private let columns: [TableLoader.Column]
    private let connection: SQLiteConnection
    private var statement: SQLiteStatement?
    private var kinds: [SQLiteColumn.Kind] = []

    init(load: TableLoad, table: TableName, columns: [TableLoader.Column], connection: SQLiteConnection) {
        self.load = load
        self.table = table
        self.columns = columns
        self.connection = connection
    }

    func prepare(_ header: CSVRecord) throws {
        let names = try CSVHeader.columns(
            of: header,
            given: load.columns,
            in: columns.map(\.name),
            named: table.quoted,
            file: load.fileName
        )
        kinds = names.map { name in columns.first { $0.name == name }?.kind ?? .plain }
        let list = names.map(TableName.quoted).joined(separator: ", ")
        let places = names.map { _ in "?" }.joined(separator: ", ")
        statement = try SQLiteStatement("INSERT INTO \(table.quoted) (\(list)) VALUES (\(places))", on: connection)
    }

    func insert(_ record: CSVRecord) throws {
        guard let statement else { return }
        do {
            try record.bytes.withUnsafeBytes { bytes in
                for position in 0..<record.count {
                    try bind(record, position, bytes, to: statement.handle)
                }
                _ = try statement.step()
            }
            statement.reset()
        } catch let failure as TaskFailure {
            let said = failure.cause.prefix { $0 != "\n" }
            throw TaskFailure(error: failure.error, cause: "\"\(load.fileName)\", line \(record.line): \(said)")
        }
        connection.activity.rows += 1
    }

    private func bind(
        _ record: CSVRecord,
        _ position: Int,
        _ bytes: UnsafeRawBufferPointer,
        to statement: OpaquePointer
    ) throws {
        let place = Int32(position + 1)
        guard !record.isNull(position) else {
            sqlite3_bind_null(statement, place)
            return
        }
        let field = UnsafeRawBufferPointer(rebasing: bytes[record.range(position)])
        if kinds[position] == .bool, let truth = Self.truth(field) {
            sqlite3_bind_int64(statement, place, truth ? 1 : 0)
            return
        }
        guard UTF8Text.isValid(field) else {
            throw TaskFailure(error: .sqlInvalidData, cause: "field \(position + 1) is no UTF-8 text.")
        }
        // Not copied: the record stays until the statement has been stepped.
        guard let start = field.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            _ = csqlite_bind_text_copied(statement, place, "", 0)
            return
        }
        _ = csqlite_bind_text_borrowed(statement, place, start, sqlite3_uint64(field.count))
    }

    /// The truth value that PostgreSQL writes as `t` and `f`, and others as words.
    private static func truth(_ field: UnsafeRawBufferPointer) -> Bool? {
        guard field.count <= 5 else { return nil }
        return switch String(decoding: field, as: UTF8.self).lowercased() {
        case "t", "true": true
        case "f", "false": false
        default: nil
        }
    }
}
