package import FlowTasks

/// Does `sql-export`: rows into a file, as a stream.
package struct ExportRowsHandler: TaskHandler {
    /// A handler without settings.
    package init() {}

    package func run(_ input: ExportRows, _ context: TaskContext) async throws -> ExportRows.Output {
        let statement = try SQLStatement(task: input.sql, input.parameters)
        let (to, format) = (input.to, input.format)
        let storage = try context.storage(for: to.connection)
        return try await context.withDatabase(input.connection, for: .reading) { database, activity in
            var output = OutputBuffer(activity) {
                try storage.openSink(to.path, expectedSizeInBytes: nil, resumeKey: nil, activity.cancellation)
            }
            do {
                let rowCount = try database.export(statement, as: format, to: &output)
                let file = try output.finish()
                return ExportRows.Output(file: file, rowCount: rowCount)
            } catch {
                output.abandon()
                throw error
            }
        }
    }
}
