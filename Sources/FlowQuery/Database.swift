import FlowJSON
import FlowTasks
import StatesLanguage

/// One open database, used by one thread and closed when it is let go.
///
/// Failures are `TaskFailure`s with the names in `ErrorName+SQL.swift`; a cancelled call throws `CancellationError`
/// and leaves nothing changed.
protocol Database: AnyObject {
    /// What answers, such as `PostgreSQL 15.18`.
    func version() throws -> String

    /// Runs one statement that gives rows, and answers them as objects.
    func rows(_ statement: SQLStatement, within limits: ResultLimits) throws -> [JSON]

    /// Runs statements in one transaction and answers how many rows were inserted, changed or removed.
    func execute(_ statement: SQLStatement) throws -> Int64

    /// Writes the rows that one statement gives, and answers how many.
    func export(_ statement: SQLStatement, as format: RowFormat, to output: inout OutputBuffer) throws -> Int64

    /// Loads a CSV file into a table in one transaction and answers how many rows it had.
    func load(_ load: TableLoad) throws -> Int64
}

/// SQL and the values for its `$1`, `$2`, ….
struct SQLStatement: Sendable {
    var sql: String
    var parameters: [JSON] = []
}

extension SQLStatement {
    /// The SQL that a task gives; a NUL, at which C would end it, is refused.
    init(task sql: String, _ parameters: [JSON]) throws {
        guard !sql.utf8.contains(0) else {
            throw TaskFailure(error: .sqlSyntaxError, cause: "The SQL holds a NUL character.")
        }
        self.init(sql: sql, parameters: parameters)
    }
}

/// The failure of statements that began a transaction and did not end it.
func transactionLeftOpen() -> TaskFailure {
    TaskFailure(
        error: .sqlError,
        cause:
            "The statements begin a transaction and do not end it, so that nothing was kept. All statements of a task "
            + "are one transaction anyway; leave BEGIN out."
    )
}

/// How large a result may be that is answered inline.
struct ResultLimits: Sendable {
    /// The most rows.
    var rows: Int
    /// The most bytes of the rows' JSON text; the default is what a state's output may hold.
    var sizeInBytes = 262_144
}

/// A CSV file on its way into a table.
struct TableLoad {
    /// The table as the flow's author wrote it, with or without its schema.
    var table: String
    /// The columns in the order of the file's; empty where the header line names them.
    var columns: [String]
    /// Whether the table's rows are removed first.
    var isReplacing: Bool
    /// What messages call the file.
    var fileName: String
    /// Gives the file's bytes in order.
    var read: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
}
