import CSQLite
import FlowJSON
import StatesLanguage

/// One statement that SQLite has compiled.
final class SQLiteStatement {
    /// SQLite's `sqlite3_stmt`.
    let handle: OpaquePointer
    /// Where the text after the statement begins, in bytes.
    let end: Int
    private let connection: SQLiteConnection
    private let sql: String

    /// Compiles the first statement of `sql` from a byte on; `nil` where nothing but blanks and comments is left.
    init?(_ sql: String, from start: Int = 0, on connection: SQLiteConnection) throws {
        var handle: OpaquePointer?
        var sql = sql
        let (code, end) = sql.withUTF8 { bytes -> (Int32, Int) in
            // Without bytes SQLite is given none, since an empty buffer may have no address.
            guard start < bytes.count, let base = bytes.baseAddress else { return (SQLITE_OK, bytes.count) }
            return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { base in
                var tail: UnsafePointer<CChar>?
                let count = Int32(bytes.count - start)
                let code = sqlite3_prepare_v2(connection.handle, base + start, count, &handle, &tail)
                return (code, tail.map { $0 - base } ?? bytes.count)
            }
        }
        guard code == SQLITE_OK else {
            // Places are counted from where the compiling began.
            let rest = String(decoding: Array(sql.utf8)[start...], as: UTF8.self)
            throw connection.failure(in: start == 0 ? sql : rest)
        }
        guard let handle else { return nil }
        self.handle = handle
        self.end = end
        self.connection = connection
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// The number of columns of its rows; 0 where it gives none.
    var columnCount: Int32 { sqlite3_column_count(handle) }

    /// Goes to the next row; `false` at the end.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw connection.failure(in: sql)
        }
    }

    /// Makes it ready to run again; the parameters stay.
    func reset() { sqlite3_reset(handle) }

    /// Binds the parameters to `?`, `?1` and `$1`.
    func bind(_ parameters: [JSON]) throws {
        var used = 0
        for position in 1..<max(1, sqlite3_bind_parameter_count(handle) + 1) {
            let number = try number(ofParameter: position)
            used = max(used, number)
            guard number <= parameters.count else { continue }
            try bind(parameters[number - 1], at: position)
        }
        guard used == parameters.count else {
            throw wrongParameterCount(wanted: used, given: parameters.count)
        }
    }

    /// Which of the task's parameters, from 1, stands at a position of the statement.
    ///
    /// SQLite counts `$2` as a name and not as a number, so that its position says nothing.
    private func number(ofParameter position: Int32) throws -> Int {
        guard let name = sqlite3_bind_parameter_name(handle, position) else { return Int(position) }
        let text = String(cString: name)
        guard text.first == "$" || text.first == "?", let number = Int(text.dropFirst()), number > 0 else {
            throw TaskFailure(
                error: .sqlSyntaxError,
                cause: "The statement has the parameter \(text); parameters are written $1, $2, … or ?."
            )
        }
        return number
    }

    private func bind(_ value: JSON, at position: Int32) throws {
        let code: Int32 =
            switch value {
            case .null: sqlite3_bind_null(handle, position)
            case .bool(let truth): sqlite3_bind_int64(handle, position, truth ? 1 : 0)
            case .integer(let integer): sqlite3_bind_int64(handle, position, integer)
            case .double(let number): sqlite3_bind_double(handle, position, number)
            case .string(let text): bindText(text, at: position)
            case .array, .object: bindText(value.text, at: position)
            }
        guard code == SQLITE_OK else { throw connection.failure(in: sql) }
    }

    private func bindText(_ text: String, at position: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return csqlite_bind_text_copied(handle, position, "", 0) }
            return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { base in
                csqlite_bind_text_copied(handle, position, base, sqlite3_uint64(bytes.count))
            }
        }
    }
}
