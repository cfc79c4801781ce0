import StatesLanguage

// The names under which SQL tasks fail, so that Retry and Catch can match them.
extension ErrorName {
    /// The statement cannot be read.
    static let sqlSyntaxError: ErrorName = "SQL.SyntaxError"
    /// A unique, foreign key, not null or check constraint refused a row.
    static let sqlConstraintViolation: ErrorName = "SQL.ConstraintViolation"
    /// There is no such table or view.
    static let sqlUndefinedTable: ErrorName = "SQL.UndefinedTable"
    /// There is no such column.
    static let sqlUndefinedColumn: ErrorName = "SQL.UndefinedColumn"
    /// There is no such function, or none for these types.
    static let sqlUndefinedFunction: ErrorName = "SQL.UndefinedFunction"
    /// The server refused the user or the password.
    static let sqlAuthenticationFailed: ErrorName = "SQL.AuthenticationFailed"
    /// The user may not do this, or the database is read-only.
    static let sqlAccessDenied: ErrorName = "SQL.AccessDenied"
    /// No connection could be made; worth a retry.
    static let sqlConnectionFailed: ErrorName = "SQL.ConnectionFailed"
    /// The connection broke in the middle; worth a retry.
    static let sqlConnectionLost: ErrorName = "SQL.ConnectionLost"
    /// Two transactions waited for each other; worth a retry.
    static let sqlDeadlock: ErrorName = "SQL.Deadlock"
    /// Concurrent transactions could not be put in order; worth a retry.
    static let sqlSerializationFailure: ErrorName = "SQL.SerializationFailure"
    /// Somebody else held a lock for too long; worth a retry.
    static let sqlLockTimeout: ErrorName = "SQL.LockTimeout"
    /// The server's own time limit ended the statement.
    static let sqlStatementTimeout: ErrorName = "SQL.StatementTimeout"
    /// A result is too large to be answered inline.
    static let sqlTooManyRows: ErrorName = "SQL.TooManyRows"
    /// A value or a file is not what the database or the format wants.
    static let sqlInvalidData: ErrorName = "SQL.InvalidData"
    /// No room is left where the database keeps its data.
    static let sqlDiskFull: ErrorName = "SQL.DiskFull"
    /// Anything else that the database refused.
    static let sqlError: ErrorName = "SQL.Error"
}
