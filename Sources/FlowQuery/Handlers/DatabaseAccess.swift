package import FlowConnections
import FlowTasks
import StatesLanguage

/// What a task wants to do with a database; SQLite's file is made only by a task that puts something in.
enum DatabaseAccess {
    case reading
    case writing
}

extension Connection {
    /// Opens the database behind a connection.
    func openDatabase(for access: DatabaseAccess, _ activity: Activity) throws -> any Database {
        switch url.scheme {
        case "sqlite": return try SQLiteDatabase(path: url.path, isCreating: access == .writing, activity)
        case "postgres", "redshift": return try PostgresDatabase(PostgresSettings(self), activity)
        default:
            throw TaskFailure(
                error: "Connection.NotFound",
                cause: "The connection \"\(name)\" is \(url.scheme):, which is no database; "
                    + "databases are behind postgres:, redshift: and sqlite:."
            )
        }
    }
}

extension TaskContext {
    /// Opens a database on a thread of its own, hands it to `body`, and closes it.
    func withDatabase<Result: Sendable>(
        _ connectionName: String,
        for access: DatabaseAccess,
        _ body: @escaping @Sendable (any Database, Activity) throws -> Result
    ) async throws -> Result {
        let connection: Connection
        do {
            connection = try connections.connection(named: connectionName)
        } catch {
            throw TaskFailure(error: ErrorName(error.errorName), cause: error.message)
        }
        return try await runBlocking { cancellation in
            let activity = Activity(cancellation) { report($0) }
            let database = try connection.openDatabase(for: access, activity)
            let result = try body(database, activity)
            activity.tell()
            return result
        }
    }
}

/// Tries whether the database behind a connection answers; says what answered, such as `PostgreSQL 15.18`.
///
/// A file of SQLite's that is not there yet is no failure, since the first task that writes makes it.
package func probeDatabase(_ connection: Connection) async throws -> String {
    try await runBlocking { cancellation in
        let activity = Activity(cancellation)
        if connection.url.scheme == "sqlite", !fileExists(connection.url.path) {
            let version = try SQLiteDatabase(path: ":memory:", isCreating: true, activity).version()
            return "\(version), \"\(connection.url.path)\" will be made"
        }
        return try connection.openDatabase(for: .reading, activity).version()
    }
}
