import FlowServer
import Logging

/// The API's server, and where that speaks TLS another of the loopback for the executions that start others.
struct Servers: Sendable {
    let host: String
    let port: Int
    let policy: AccessPolicy
    let certificate: ServerCertificate?
    let observability: Observability
    let region: String
    let own: OwnAddress

    /// Whether executions need a server of their own: what is called has to trust the other's certificate.
    var needsOwnServer: Bool { certificate != nil }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onListening: is told the address as soon as requests are taken.
    func run(_ api: StepFunctionsAPI, onListening: @escaping @Sendable (String) -> Void) async throws {
        var access = policy
        if !policy.isOpen { access.keys = own.adding(to: policy.keys) }
        let server = HTTPServer(
            host: host,
            port: port,
            access: access,
            certificate: certificate,
            observability: observability,
            logger: Self.logger
        )
        try await server.run(api) { port in
            if certificate == nil { own.note(host: host, port: port) }
            onListening("\(certificate == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        }
    }

    /// Serves the executions alone until the task is cancelled.
    func runOwnServer(_ api: StepFunctionsAPI) async throws {
        var access = AccessPolicy()
        access.keys = own.adding(to: nil)
        let server = HTTPServer(host: "127.0.0.1", port: 0, access: access, logger: Self.logger)
        try await server.run(api) { own.note(host: "127.0.0.1", port: $0) }
    }

    /// What is said when the server listens.
    func greeting(at address: String, store: String) -> String {
        var text = "Serving the AWS Step Functions API at \(address) (store: \(store))\n"
        if policy.isOpen {
            text += "Any credentials will do, so only this machine can reach it; --access-keys asks for known ones.\n"
        }
        return text + "Try: aws stepfunctions list-state-machines --region \(region) --endpoint-url \(address)\n"
    }

    /// The HTTP server calls its own end an error.
    private static var logger: Logger {
        var logger = Logger(label: "flow-task.http")
        logger.logLevel = .critical
        return logger
    }
}
