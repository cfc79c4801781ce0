public import FlowConnections
public import FlowTasks

/// A folder under `flows/`: what belongs together, deployed as one.
public struct Domain: Sendable {
    /// The folder's name.
    public let name: String
    /// What it is about, in one sentence.
    public let summary: String
    /// The connections that its flows name, with the embedded defaults of a bare laptop.
    public let connections: [ConnectionTemplate]
    /// Its flows.
    public let flows: [any Flow]
    /// The handlers of its own tasks.
    public let handlers: [AnyTaskHandler]

    /// A domain of the given parts.
    public init(
        _ name: String,
        summary: String,
        connections: [ConnectionTemplate] = [],
        flows: [any Flow],
        handlers: [AnyTaskHandler] = []
    ) {
        self.name = name
        self.summary = summary
        self.connections = connections
        self.flows = flows
        self.handlers = handlers
    }
}
