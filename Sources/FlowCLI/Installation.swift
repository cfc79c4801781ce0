package import FlowDSL
import FlowQuery
import FlowServices
import FlowTasks
import FlowTransfer

/// What the runner puts together: domains, handlers and storages.
package struct Installation: Sendable {
    /// The version that `--version` prints.
    package static let version = "0.1.0"

    /// The domains, in the order in which the runner names them.
    package let domains: [Domain]
    let handlers: HandlerRegistry
    let storages: StorageProviders

    /// The given domains, with the standard handlers and their own.
    package init(domains: [Domain]) {
        var handlers = HandlerRegistry()
        var storages = StorageProviders()
        registerTransfer(into: &handlers, storages: &storages)
        registerQuery(into: &handlers)
        handlers.register(ServiceIntegrations())
        for handler in domains.flatMap(\.handlers) { handlers.register(handler) }
        self.domains = domains
        self.handlers = handlers
        self.storages = storages
    }

    /// The installation of the process; commands are made by the argument parser, which hands nothing on.
    @TaskLocal static var current = Installation(domains: [])
}
