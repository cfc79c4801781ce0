package import FlowTasks

/// Registers the handlers of `sql-query`, `sql-execute`, `sql-export` and `sql-load`.
package func registerQuery(into registry: inout HandlerRegistry) {
    registry.register(QueryRowsHandler())
    registry.register(ExecuteSQLHandler())
    registry.register(ExportRowsHandler())
    registry.register(LoadRowsHandler())
}
