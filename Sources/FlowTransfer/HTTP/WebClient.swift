import FlowConnections
package import FlowTasks
import Glibc
import StatesLanguage

/// One HTTP request of a service integration.
package struct WebRequest: Sendable {
    /// The method, such as `POST`.
    package var method: String
    /// `https://host:port`, without path.
    package var origin: String
    /// The path as it is sent, percent-encoded.
    package var path = "/"
    /// Names and values of the query, not encoded.
    package var query: [(String, String)] = []
    /// Names and values, names in lower case where the request is signed.
    package var headers: [(name: String, value: String)] = []
    /// What is sent; nothing for an empty body.
    package var body: [UInt8] = []
    /// The most that the call may take.
    package var timeoutMilliseconds: Int?

    /// A request without query, headers and body.
    package init(method: String, origin: String) {
        self.method = method
        self.origin = origin
    }

    /// The host with its port, as a signature and the Host header have it.
    package var host: String { String(origin.split(separator: "/").last ?? "") }

    /// The whole URL.
    package var url: String {
        let query = CanonicalRequest.canonicalQuery(query)
        return origin + path + (query.isEmpty ? "" : "?\(query)")
    }
}

/// What a server answered to a ``WebRequest``.
package struct WebAnswer: Sendable {
    /// The status code.
    package var status: Int
    /// The headers as they came.
    package var headers: [(name: String, value: String)]
    /// The body, at most 1 MiB of it.
    package var body: [UInt8]

    /// An answer of the given parts.
    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status is 2xx.
    package var isSuccess: Bool { 200..<300 ~= status }

    /// The value of a header, whatever the case of its name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}

/// No answer came.
package struct WebFailure: Error, Hashable {
    /// What happened, without a full stop.
    package var message: String
    /// Whether the server could not be reached, so that the request surely did nothing.
    package var isUnreachable: Bool
    /// Whether the time was over.
    package var isTimeout: Bool
}

/// What a request is signed with.
package struct SigningScope: Sendable {
    /// The region, such as `us-east-1`.
    package var region: String
    /// The service's name in signatures, such as `states`.
    package var service: String
    /// The credentials; `nil` for those of the environment.
    package var credentials: SigningCredentials?

    /// A scope of the given parts.
    package init(region: String, service: String, credentials: SigningCredentials? = nil) {
        self.region = region
        self.service = service
        self.credentials = credentials
    }
}

/// Who signs.
package struct SigningCredentials: Sendable {
    var credentials: AWSCredentials

    /// Keys, with a session's token where they are temporary.
    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        credentials = AWSCredentials(
            accessKeyID: accessKeyID,
            secretAccessKey: Secret(secretAccessKey),
            sessionToken: sessionToken,
            origin: "a role"
        )
    }
}

/// Sends requests of service integrations; blocks, and is used on threads of their own (`runBlocking`).
package final class WebClient: Sendable {
    private let pool = ClientPool()
    private let chain = CredentialChain(Connection(name: "AWS", url: ConnectionURL(scheme: "https")))

    /// A client without connections.
    package init() {}

    /// Sends a request, signed where a scope is given.
    ///
    /// - Throws: ``WebFailure``, `CancellationError`, or a `TaskFailure` where there are no credentials.
    package func send(
        _ request: WebRequest,
        signedFor scope: SigningScope?,
        _ cancellation: Cancellation
    ) throws -> WebAnswer {
        try pool.withClient { client in
            var call = HTTPCall(method: request.method, url: request.url)
            call.headers = request.headers
            // A function may think for a quarter of an hour before it answers.
            call.silenceSeconds = 960
            call.timeoutMilliseconds = request.timeoutMilliseconds
            call.certificateFile = environmentVariable("AWS_CA_BUNDLE")
            if let scope { call.headers = try sign(request, scope, client, cancellation) }
            do {
                let answer = try request.body.withUnsafeBytes { bytes in
                    if !request.body.isEmpty || request.method == "POST" || request.method == "PUT" {
                        call.body = bytes
                    }
                    return try client.send(call, cancellation)
                }
                return WebAnswer(status: answer.status, headers: answer.headerLines, body: answer.body)
            } catch let error as CurlError {
                throw WebFailure(
                    message: error.message,
                    isUnreachable: error.isUnreachable,
                    isTimeout: error.code == .timedOut
                )
            }
        }
    }

    private func sign(
        _ request: WebRequest,
        _ scope: SigningScope,
        _ client: CurlClient,
        _ cancellation: Cancellation
    ) throws -> [(name: String, value: String)] {
        let credentials = try scope.credentials?.credentials ?? chain.credentials(client, cancellation)
        // Every service but S3 signs the path with its percent signs encoded once more.
        let path =
            scope.service == "s3" ? request.path : PercentEncoding.encode(request.path, keepingSlashes: true)
        return SignatureV4(credentials: credentials, region: scope.region, service: scope.service).sign(
            method: request.method,
            host: request.host,
            path: path,
            query: request.query,
            headers: request.headers,
            payloadHash: sha256Hex(request.body),
            secondsSinceEpoch: Int64(time(nil))
        )
    }
}
