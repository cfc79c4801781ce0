public import FlowJSON

/// Selects rows and answers them inline: for small results, since a state's output is bounded.
///
/// `Row` is the shape of one row; its fields are the columns' names. Numbers stay numbers (`numeric` of more than 15 digits
/// is a text), `json` stays JSON, timestamps are RFC 3339, bytes are `\x` and hex, and anything else is the text that the
/// database writes. In SQLite, columns declared `BOOLEAN` and `JSON` are read as such.
public struct QueryRows<Row: Codable & Sendable>: TaskInput {
    /// The name of the task in ASL.
    public static var taskName: String { "sql-query" }

    /// The connection's name.
    @Value public var connection: String
    /// One statement that gives rows; `?` (SQLite) or `$1` (PostgreSQL, and SQLite too) stand for the parameters.
    @Value public var sql: String
    /// The parameters, bound by their positions; never pasted into the statement.
    @Value public var parameters: [JSON]
    /// More rows than this fail the task with `SQL.TooManyRows`.
    @Value public var maximumRows: Int

    /// Selects with `sql` on `connection`.
    public init(
        _ connection: Value<String>,
        _ sql: Value<String>,
        parameters: [any TemplateConvertible] = [],
        maximumRows: Value<Int> = 1_000
    ) {
        _connection = connection
        _sql = sql
        _parameters = Value(form: .template(.array(parameters.map(\.asTemplate))))
        _maximumRows = maximumRows
    }

    /// The rows found.
    public struct Output: Codable, Sendable {
        /// In the order in which the database gave them.
        public var rows: [Row]
        /// How many.
        public var count: Int

        /// The answer for the given rows.
        public init(rows: [Row]) {
            self.rows = rows
            count = rows.count
        }
    }
}

/// Runs statements that give no rows.
public struct ExecuteSQL: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "sql-execute"

    /// The connection's name.
    @Value public var connection: String
    /// One statement, or several separated by `;` where there are no parameters; all of them in one transaction.
    @Value public var sql: String
    /// The parameters, bound by their positions.
    @Value public var parameters: [JSON]

    /// Runs `sql` on `connection`.
    public init(_ connection: Value<String>, _ sql: Value<String>, parameters: [any TemplateConvertible] = []) {
        _connection = connection
        _sql = sql
        _parameters = Value(form: .template(.array(parameters.map(\.asTemplate))))
    }

    /// What was done.
    public struct Output: Codable, Sendable {
        /// Rows inserted, changed or removed.
        public var affectedRows: Int64

        /// The answer for a number of rows.
        public init(affectedRows: Int64) { self.affectedRows = affectedRows }
    }
}

/// How rows are written in a file.
public enum RowFormat: String, Codable, Sendable {
    /// Comma-separated values with a header line, as RFC 4180 and PostgreSQL's COPY write them.
    case csv
    /// One JSON object a line.
    case jsonLines = "jsonl"
}

/// Selects rows into a file, as a stream.
public struct ExportRows: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "sql-export"

    /// The connection's name.
    @Value public var connection: String
    /// One statement that gives rows.
    @Value public var sql: String
    /// The parameters, bound by their positions.
    @Value public var parameters: [JSON]
    /// The file to make; one that is there is replaced.
    @Value public var to: FileLocation
    /// How the rows are written.
    @Value public var format: RowFormat

    /// Selects with `sql` on `connection` into the file `to`.
    public init(
        _ connection: Value<String>,
        _ sql: Value<String>,
        parameters: [any TemplateConvertible] = [],
        to: Value<FileLocation>,
        format: RowFormat = .csv
    ) {
        _connection = connection
        _sql = sql
        _parameters = Value(form: .template(.array(parameters.map(\.asTemplate))))
        _to = to
        _format = Value(format)
    }

    /// What was written.
    public struct Output: Codable, Sendable {
        /// The file.
        public var file: StoredFile
        /// How many rows, the header not counted.
        public var rowCount: Int64

        /// The answer for a file of rows.
        public init(file: StoredFile, rowCount: Int64) {
            self.file = file
            self.rowCount = rowCount
        }
    }
}

/// Loads a CSV file into a table, as a stream and in one transaction.
public struct LoadRows: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "sql-load"

    /// The connection's name.
    @Value public var connection: String
    /// The table, with or without its schema; it must be there.
    @Value public var table: String
    /// The table's columns in the order of the file's; empty takes the names of the header line.
    @Value public var columns: [String]
    /// The CSV file: UTF-8, with a header line.
    @Value public var from: FileLocation
    /// Whether the rows that the table had are removed first, in the same transaction.
    @Value public var replacing: Bool

    /// Loads the file `from` into `table` on `connection`.
    public init(
        _ connection: Value<String>,
        table: Value<String>,
        columns: Value<[String]> = [],
        from: Value<FileLocation>,
        replacing: Value<Bool> = false
    ) {
        _connection = connection
        _table = table
        _columns = columns
        _from = from
        _replacing = replacing
    }

    /// What was loaded.
    public struct Output: Codable, Sendable {
        /// How many rows, the header not counted.
        public var rowCount: Int64

        /// The answer for a number of rows.
        public init(rowCount: Int64) { self.rowCount = rowCount }
    }
}
