import CPostgres
import FlowJSON
import StatesLanguage

/// A statement that the server has read: its columns are known, and its parameters written for their types.
struct PreparedStatement {
    let statement: SQLStatement
    let columns: [PostgresColumn]
    /// The parameters' texts; `nil` for null.
    let bound: [String?]
    fileprivate let connection: PostgresConnection

    /// Starts the statement.
    func send() throws {
        try connection.send { handle in
            withCStrings(bound) { values in
                PQsendQueryPrepared(handle, "", Int32(bound.count), values, nil, nil, 0)
            }
        }
    }
}

extension PostgresDatabase {
    /// Has the server read a statement, without running it.
    func prepare(_ statement: SQLStatement) throws -> PreparedStatement {
        try connection.send { PQsendPrepare($0, "", statement.sql, 0, nil) }
        try connection.finish(statement)
        try connection.send { PQsendDescribePrepared($0, "") }
        var columns: [PostgresColumn] = []
        var types: [UInt32] = []
        var failure: TaskFailure?
        while let result = try connection.nextResult() {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                columns = PostgresColumn.all(of: result)
                types = (0..<PQnparams(result)).map { PQparamtype(result, $0) }
            } else {
                failure = failure ?? connection.failure(of: result, in: statement)
            }
        }
        if let failure { throw failure }
        guard types.count == statement.parameters.count else {
            throw wrongParameterCount(wanted: types.count, given: statement.parameters.count)
        }
        return PreparedStatement(
            statement: statement,
            columns: columns,
            bound: try zip(statement.parameters, types).enumerated().map { position, pair in
                try PostgresParameter.text(pair.0, type: pair.1, position: position + 1)
            },
            connection: connection
        )
    }
}

/// The failure of a statement whose parameters are not as many as were given.
func wrongParameterCount(wanted: Int, given: Int) -> TaskFailure {
    TaskFailure(
        error: .sqlInvalidData,
        cause: "The statement has \(counted(wanted, "parameter")), and the task gives \(given)."
    )
}
