package import FlowDiagnostics

/// The connections of a run by their names.
public struct Connections: Sendable {
    private var connections: [String: Connection] = [:]
    private var unusable: [String: Diagnostic] = [:]

    /// The given connections; a later one of the same name replaces the earlier.
    package init(_ connections: [Connection] = []) {
        for connection in connections { self.connections[connection.name] = connection }
    }

    /// All names, sorted.
    public var names: [String] { connections.keys.sorted() }

    /// The connection of a name, or `nil` where there is none.
    public subscript(name: String) -> Connection? { connections[name] }

    /// The connection of a name.
    ///
    /// The error names what is there, the nearest name, and what to write where.
    package func connection(named name: String) throws(ConnectionError) -> Connection {
        if let connection = connections[name] { return connection }
        if let diagnostic = unusable[name] { throw ConnectionError.notUsable(name, because: diagnostic) }
        throw ConnectionError.notFound(name, known: names)
    }

    /// Names that are configured but cannot be used, with what is wrong about each, sorted by name.
    package var unusableNames: [(name: String, reason: Diagnostic)] {
        unusable.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func insert(_ connection: Connection) { connections[connection.name] = connection }

    mutating func insert(unusable name: String, because diagnostic: Diagnostic) { unusable[name] = diagnostic }
}

extension Connections: Sequence {
    /// The connections in the order of their names.
    public func makeIterator() -> IndexingIterator<[Connection]> {
        connections.values.sorted { $0.name < $1.name }.makeIterator()
    }
}
