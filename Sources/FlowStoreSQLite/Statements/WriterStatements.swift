import CSQLite
import GRDB

/// The writer's statements, each compiled once, and bound without a detour.
///
/// GRDB looks a statement up by its text, and boxes and checks each argument: with commits that share one waiting for the
/// disk that was a third of the writer's time.
///
/// It is only touched by who has the writer's `Database`, which one thread has at a time; that makes it sendable.
final class WriterStatements: @unchecked Sendable {
    private var statements = [Statement?](repeating: nil, count: WriterQuery.allCases.count)
    private var isClosed = false

    /// Runs a statement that has no rows.
    func run(_ query: WriterQuery, _ values: [ColumnValue] = [], in db: Database) throws {
        let statement = try statement(query, in: db)
        defer { sqlite3_reset(statement) }
        try bind(values, to: statement)
        while try step(statement) {}
    }

    /// What `read` makes of a statement's first row; `nil` where there is none.
    func first<Value>(
        _ query: WriterQuery,
        _ values: [ColumnValue],
        in db: Database,
        _ read: (ColumnReader) throws -> Value
    ) throws -> Value? {
        let statement = try statement(query, in: db)
        defer { sqlite3_reset(statement) }
        try bind(values, to: statement)
        return try step(statement) ? try read(ColumnReader(statement: statement)) : nil
    }

    /// How many rows the last statement changed.
    func changeCount(in db: Database) -> Int { db.sqliteConnection.map { Int(sqlite3_changes($0)) } ?? 0 }

    /// Lets the database be closed: its statements are gone, and there are no more.
    func close() {
        isClosed = true
        for index in statements.indices { statements[index] = nil }
    }

    private func statement(_ query: WriterQuery, in db: Database) throws -> OpaquePointer {
        if let statement = statements[query.rawValue] { return statement.sqliteStatement }
        guard !isClosed else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the store was closed") }
        let statement = try db.makeStatement(sql: query.sql)
        statements[query.rawValue] = statement
        return statement.sqliteStatement
    }

    private func bind(_ values: [ColumnValue], to statement: OpaquePointer) throws {
        var position: Int32 = 0
        for value in values {
            position += 1
            let code: Int32 =
                switch value {
                case .null: sqlite3_bind_null(statement, position)
                case .integer(let integer): sqlite3_bind_int64(statement, position, integer)
                case .text(let text): bind(text, to: statement, at: position)
                }
            guard code == SQLITE_OK else { throw failure(of: statement, code) }
        }
    }

    private func bind(_ text: String, to statement: OpaquePointer, at position: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return csqlite_bind_text_copied(statement, position, "", 0) }
            return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { base in
                csqlite_bind_text_copied(statement, position, base, sqlite3_uint64(bytes.count))
            }
        }
    }

    private func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(of: statement, code)
        }
    }

    private func failure(of statement: OpaquePointer, _ code: Int32) -> DatabaseError {
        let message = sqlite3_db_handle(statement).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

/// The columns of the row that a statement stands at; counted from 0.
struct ColumnReader {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
