import ArgumentParser
import FlowConnections
import FlowDSL
import FlowDiagnostics

/// Where the connections of a command come from.
struct ConnectionsOptions: ParsableArguments {
    @Option(help: "The file with connections; connections.yaml where it is there.")
    var connections: String?

    /// The connections of all domains, with the file's and the environment's over the embedded defaults.
    func resolve() throws(CommandFailure) -> Connections {
        let file = connections ?? (LocalFile.exists("connections.yaml") ? "connections.yaml" : nil)
        let resolution = Connections.resolve(
            templates: Installation.current.domains.flatMap(\.connections),
            file: file,
            environment: ProcessEnvironment.variables
        )
        let errors = resolution.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw CommandFailure(errors) }
        return resolution.connections
    }
}
