package import FlowConnections
package import StatesLanguage

extension TaskContext {
    /// The connection of a name; fails with `Connection.NotFound` or `Connection.NotUsable` and says what to write where.
    package func connection(named name: String) throws(TaskFailure) -> Connection {
        do throws(ConnectionError) {
            return try connections.connection(named: name)
        } catch {
            throw TaskFailure(error)
        }
    }

    /// The storage behind a connection, by its URL's scheme.
    package func storage(for connectionName: String) throws -> any Storage {
        let connection = try connection(named: connectionName)
        guard let open = storages.provider(for: connection.url.scheme) else {
            let known = storages.schemes.map { "\($0):" }.joined(separator: ", ")
            throw TaskFailure(
                error: "Connection.WrongKind",
                cause: "The connection \"\(connectionName)\" is \(connection.url.scheme):, behind which are no files; "
                    + (known.isEmpty ? "no kind of connection holds files here." : "files are behind \(known).")
            )
        }
        return try open(connection)
    }
}
