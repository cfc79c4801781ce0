/// The connections of a run by their names.
public struct Connections: Sendable {
    private var connections: [String: Connection] = [:]

    /// The given connections; a later one of the same name replaces the earlier.
    package init(_ connections: [Connection] = []) {
        for connection in connections { self.connections[connection.name] = connection }
    }

    /// All names, sorted.
    public var names: [String] { connections.keys.sorted() }

    /// The connection of a name, or `nil` where there is none.
    public subscript(name: String) -> Connection? { connections[name] }
}
