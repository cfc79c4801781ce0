package import FlowTasks

/// Does `sql-load`: a CSV file into a table, as a stream and in one transaction.
package struct LoadRowsHandler: TaskHandler {
    /// A handler without settings.
    package init() {}

    package func run(_ input: LoadRows, _ context: TaskContext) async throws -> LoadRows.Output {
        let (from, table, columns, isReplacing) = (input.from, input.table, input.columns, input.replacing)
        let storage = try context.storage(for: from.connection)
        let count = try await context.withDatabase(input.connection, for: .writing) { database, activity in
            try database.load(
                TableLoad(table: table, columns: columns, isReplacing: isReplacing, fileName: from.path) { consume in
                    try storage.read(from.path, from: 0, activity.cancellation, consume)
                }
            )
        }
        return LoadRows.Output(rowCount: count)
    }
}
