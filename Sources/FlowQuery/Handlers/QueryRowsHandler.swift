package import FlowJSON
package import FlowTasks

/// Does `sql-query`: small results, answered inline.
package struct QueryRowsHandler: TaskHandler {
    /// A handler without settings.
    package init() {}

    package func run(_ input: QueryRows<JSON>, _ context: TaskContext) async throws -> QueryRows<JSON>.Output {
        let statement = try SQLStatement(task: input.sql, input.parameters)
        let limits = ResultLimits(rows: max(0, input.maximumRows))
        let rows = try await context.withDatabase(input.connection, for: .reading) { database, _ in
            try database.rows(statement, within: limits)
        }
        return QueryRows<JSON>.Output(rows: rows)
    }
}
