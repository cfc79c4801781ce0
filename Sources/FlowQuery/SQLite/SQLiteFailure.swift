import CSQLite
import StatesLanguage

extension SQLiteConnection {
    /// What SQLite said last, as the failure of a statement; `CancellationError` where the task was cancelled.
    func failure(in sql: String) -> any Error {
        let code = sqlite3_extended_errcode(handle)
        if activity.isCancelled, [SQLITE_INTERRUPT, SQLITE_BUSY].contains(code & 0xff) {
            return CancellationError()
        }
        let message = String(cString: sqlite3_errmsg(handle))
        var cause = "SQLite says: \(message) (\(Self.symbol(code)))."
        switch code & 0xff {
        case SQLITE_ERROR where message.firstRange(of: "within a transaction") != nil:
            cause += " All statements of a task are one transaction already; leave BEGIN out."
        case SQLITE_BUSY: cause += " Another process holds \"\(path)\" for writing."
        case SQLITE_NOTADB: cause += " \"\(path)\" is a file of another kind."
        case SQLITE_READONLY: cause += " \"\(path)\" or its folder may not be written."
        default: break
        }
        let offset = sqlite3_error_offset(handle)
        if offset >= 0 {
            let snippet = SQLSnippet.text(sql, byteOffset: Int(offset))
            if !snippet.isEmpty { cause += "\n\(snippet)" }
        }
        return TaskFailure(error: Self.name(code, message), cause: cause)
    }

    /// The error name of a code; plain `SQLITE_ERROR` is told apart by its message.
    static func name(_ code: Int32, _ message: String) -> ErrorName {
        switch code & 0xff {
        case SQLITE_CONSTRAINT: return .sqlConstraintViolation
        case SQLITE_BUSY, SQLITE_LOCKED: return .sqlLockTimeout
        case SQLITE_FULL: return .sqlDiskFull
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: return .sqlAccessDenied
        case SQLITE_NOTADB, SQLITE_CANTOPEN: return .sqlConnectionFailed
        case SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE: return .sqlInvalidData
        case SQLITE_ERROR:
            for (part, name) in messages where message.firstRange(of: part) != nil { return name }
            return .sqlError
        default: return .sqlError
        }
    }

    private static let messages: [(String, ErrorName)] = [
        ("syntax error", .sqlSyntaxError), ("incomplete input", .sqlSyntaxError),
        ("unrecognized token", .sqlSyntaxError), ("no such table", .sqlUndefinedTable),
        ("no such column", .sqlUndefinedColumn), ("has no column named", .sqlUndefinedColumn),
        ("no such function", .sqlUndefinedFunction),
    ]

    /// The code as SQLite's documentation names it.
    private static func symbol(_ code: Int32) -> String {
        switch code {
        case 275: "SQLITE_CONSTRAINT_CHECK"
        case 787: "SQLITE_CONSTRAINT_FOREIGNKEY"
        case 1299: "SQLITE_CONSTRAINT_NOTNULL"
        case 1555: "SQLITE_CONSTRAINT_PRIMARYKEY"
        case 1811: "SQLITE_CONSTRAINT_TRIGGER"
        case 2067: "SQLITE_CONSTRAINT_UNIQUE"
        default: symbols[code & 0xff] ?? "SQLite code \(code)"
        }
    }

    private static let symbols: [Int32: String] = [
        SQLITE_ERROR: "SQLITE_ERROR", SQLITE_PERM: "SQLITE_PERM", SQLITE_BUSY: "SQLITE_BUSY",
        SQLITE_LOCKED: "SQLITE_LOCKED", SQLITE_NOMEM: "SQLITE_NOMEM", SQLITE_READONLY: "SQLITE_READONLY",
        SQLITE_INTERRUPT: "SQLITE_INTERRUPT", SQLITE_IOERR: "SQLITE_IOERR", SQLITE_CORRUPT: "SQLITE_CORRUPT",
        SQLITE_FULL: "SQLITE_FULL", SQLITE_CANTOPEN: "SQLITE_CANTOPEN", SQLITE_TOOBIG: "SQLITE_TOOBIG",
        SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT", SQLITE_MISMATCH: "SQLITE_MISMATCH", SQLITE_MISUSE: "SQLITE_MISUSE",
        SQLITE_RANGE: "SQLITE_RANGE", SQLITE_NOTADB: "SQLITE_NOTADB",
    ]
}
