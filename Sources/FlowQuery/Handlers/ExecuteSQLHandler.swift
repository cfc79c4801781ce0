package import FlowTasks

/// Does `sql-execute`: statements in one transaction.
package struct ExecuteSQLHandler: TaskHandler {
    /// A handler without settings.
    package init() {}

    package func run(_ input: ExecuteSQL, _ context: TaskContext) async throws -> ExecuteSQL.Output {
        let statement = try SQLStatement(task: input.sql, input.parameters)
        let count = try await context.withDatabase(input.connection, for: .writing) { database, _ in
            try database.execute(statement)
        }
        return ExecuteSQL.Output(affectedRows: count)
    }
}
