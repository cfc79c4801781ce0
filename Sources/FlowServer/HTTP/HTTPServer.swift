import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore

/// Serves the API over HTTP/1.1, plain or with TLS.
package struct HTTPServer: Sendable {
    /// How much a client may use.
    package struct Limits: Sendable {
        /// Bytes of a request's body; a definition of 1 MiB fits in, with its quotes escaped.
        package var bodyBytes = 2 << 20
        /// Bytes of all headers.
        package var headerBytes = 16 << 10
        /// Headers of a request.
        package var headerCount = 100
        /// Open connections; where one more comes, the one that is idle for the longest time is closed.
        package var connections = 16_384
        /// Seconds that a connection may be silent, or take for a request's headers.
        package var idleSeconds: Int64 = 60
        /// Seconds that a request's body may take.
        package var bodySeconds: Int64 = 60

        /// The usual limits.
        package init() {}
    }

    /// Files that are left to others than connections: the store, services, logs.
    private static let otherFiles = 512

    private let host: String
    private let port: Int
    private let limits: Limits
    private let access: AccessPolicy
    private let certificate: ServerCertificate?
    private let observability: Observability?
    private let logger: Logger

    /// A server for an address; port 0 is any free one.
    package init(
        host: String,
        port: Int,
        limits: Limits = Limits(),
        access: AccessPolicy = AccessPolicy(),
        certificate: ServerCertificate? = nil,
        observability: Observability? = nil,
        logger: Logger
    ) {
        self.host = host
        self.port = port
        self.limits = limits
        self.access = access
        self.certificate = certificate
        self.observability = observability
        self.logger = logger
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onListening: is told the port as soon as requests are taken.
    /// - Throws: `ListeningError` where the address cannot be listened at.
    package func run(
        _ api: StepFunctionsAPI,
        onListening: @escaping @Sendable (Int) -> Void
    ) async throws {
        let connections = min(limits.connections, max(64, OpenFileLimit.raised() - Self.otherFiles))
        let table = ConnectionTable(limit: connections)
        observability?.metrics.watch(table)
        let route = HTTPRoute(
            api: api,
            access: access,
            limits: limits,
            watch: WatcherPages(
                readiness: Readiness(of: api.configuration.store),
                access: access,
                metrics: observability?.registry
            ),
            observability: observability
        )
        let http = HTTPServerBuilder.http1(configuration: configuration(of: table))
        let application = Application(
            responder: CallbackResponder { (request: Request, context: ConnectionContext) in
                await route.respond(to: request, context)
            },
            server: try certificate.map { try .tls(http, tlsConfiguration: $0.configuration) } ?? http,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                backlog: 1024,
                // Connections that were told to close may take a moment.
                availableConnectionsDelegate: .maximum(connections + Self.otherFiles / 2, logger: logger)
            ),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListeningError(systemCode: error.errnoCode)
        }
    }

    private func configuration(of table: ConnectionTable) -> HTTP1Channel.Configuration {
        var connection = HTTP1Channel.Configuration(idleTimeout: .seconds(limits.idleSeconds))
        connection.httpDecoder.maxHeaderFieldSize = limits.headerBytes
        connection.httpDecoder.maxHeaderListSize = limits.headerBytes
        connection.httpDecoder.maxHeaderFieldCount = limits.headerCount
        // Later than the answer that says so.
        let requestTime = TimeAmount.seconds(limits.bodySeconds + 5)
        connection.additionalChannelHandlers = { [ConnectionGuard(table: table, requestTime: requestTime)] }
        return connection
    }
}
