import ArgumentParser
import FlowServer

/// Who may use a server, and whether it speaks TLS.
struct AccessOptions: ParsableArguments {
    @Option(
        help: "A file of access keys, like ~/.aws/credentials: requests are to be signed with one of them.",
        completion: .file()
    )
    var accessKeys: String?

    @Option(help: "A file with a token: requests may carry it as Authorization: Bearer.", completion: .file())
    var tokenFile: String?

    @Option(name: .customLong("tls-certificate"), help: "A certificate in PEM, with its chain.", completion: .file())
    var certificate: String?

    @Option(name: .customLong("tls-key"), help: "The certificate's key in PEM.", completion: .file())
    var key: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together.")
        }
    }

    /// Who may use the server at an address.
    func policy(at host: String) throws -> AccessPolicy {
        var policy = AccessPolicy()
        do {
            if let path = accessKeys ?? ProcessEnvironment["FLOW_TASK_ACCESS_KEYS"] {
                policy.keys = try AccessKeys(parsing: try Self.text(of: path), from: path)
            }
            if let path = tokenFile ?? ProcessEnvironment["FLOW_TASK_TOKEN_FILE"] {
                policy.token = try BearerToken(parsing: try Self.text(of: path), from: path)
            }
        } catch let error as AccessError {
            throw CommandFailure(error.message)
        }
        guard !policy.isOpen || LoopbackAddress.isLoopback(host) else {
            throw CommandFailure(
                "others could reach \(host): give --access-keys or --token-file, or listen at 127.0.0.1."
            )
        }
        return policy
    }

    /// The certificate, where TLS is asked for.
    func serverCertificate() throws -> ServerCertificate? {
        guard let certificate, let key else { return nil }
        do {
            return try ServerCertificate(certificateFile: certificate, keyFile: key)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    private static func text(of path: String) throws -> String {
        String(decoding: try LocalFile.read(path), as: UTF8.self)
    }
}
