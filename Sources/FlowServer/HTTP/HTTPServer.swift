import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

/// Serves the API over plain HTTP/1.1.
package struct HTTPServer: Sendable {
    /// How much a client may use.
    package struct Limits: Sendable {
        /// Bytes of a request's body; a definition of 1 MiB fits in, with its quotes escaped.
        package var bodyBytes = 2 << 20
        /// Bytes of all headers.
        package var headerBytes = 16 << 10
        /// Open connections; further ones wait until one is closed.
        package var connections = 1000
        /// Seconds that a connection may be silent.
        package var idleSeconds: Int64 = 60
        /// Seconds that a request's body may take.
        package var bodySeconds: Int64 = 60

        /// The usual limits.
        package init() {}
    }

    private let host: String
    private let port: Int
    private let limits: Limits
    private let logger: Logger

    /// A server for an address; port 0 is any free one.
    package init(host: String, port: Int, limits: Limits = Limits(), logger: Logger) {
        self.host = host
        self.port = port
        self.limits = limits
        self.logger = logger
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onListening: is told the port as soon as requests are taken.
    /// - Throws: where the address cannot be listened at.
    package func run(
        _ api: StepFunctionsAPI,
        onListening: @escaping @Sendable (Int) -> Void
    ) async throws {
        var connection = HTTP1Channel.Configuration(idleTimeout: .seconds(limits.idleSeconds))
        connection.httpDecoder.maxHeaderFieldSize = limits.headerBytes
        connection.httpDecoder.maxHeaderListSize = limits.headerBytes
        connection.httpDecoder.maxHeaderFieldCount = 100
        let route = HTTPRoute(api: api, limits: limits)
        let application = Application(
            responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                await route.respond(to: request)
            },
            server: .http1(configuration: connection),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(limits.connections, logger: logger)
            ),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) },
            logger: logger
        )
        try await application.run()
    }
}
