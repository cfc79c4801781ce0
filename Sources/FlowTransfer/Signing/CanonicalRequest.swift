package import FlowConnections

/// A request in the one form that both sides of a signature (Signature Version 4) agree on.
package struct CanonicalRequest: Sendable {
    /// The method, such as `POST`.
    package var method: String
    /// The path as it is signed, percent-encoded.
    package var path: String
    /// The query as ``canonicalQuery(_:)`` writes it.
    package var query: String
    /// The headers that are signed; names in lower case, in any order.
    package var headers: [(name: String, value: String)]
    /// The SHA-256 of the body in hex, or what stands for it.
    package var payloadHash: String

    /// A request of the given parts.
    package init(
        method: String,
        path: String,
        query: String,
        headers: [(name: String, value: String)],
        payloadHash: String
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers.sorted { $0.name < $1.name }
        self.payloadHash = payloadHash
    }

    /// The names of the signed headers, as the `Authorization` header has them.
    package var signedHeaders: String { headers.map(\.name).joined(separator: ";") }

    /// The signature in lower-case hex.
    ///
    /// - Parameter time: the moment of signing, such as `20261121T091400Z`.
    package func signature(at time: String, in scope: CredentialScope, with secret: Secret) -> String {
        let lines = headers.map { "\($0.name):\(Self.folded($0.value))\n" }.joined()
        let request = [method, path, query, lines, signedHeaders, payloadHash].joined(separator: "\n")
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope.text)\n\(sha256Hex(Array(request.utf8)))"
        var key = Self.hmac(Array("AWS4\(secret.revealed)".utf8), scope.day)
        for part in [scope.region, scope.service, CredentialScope.end] { key = Self.hmac(key, part) }
        return Self.hmac(key, text).hexText
    }

    /// The query as it is signed and sent: encoded, sorted by name, each name with a `=`.
    package static func canonicalQuery(_ query: [(String, String)]) -> String {
        query.map { (PercentEncoding.encode($0), PercentEncoding.encode($1)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    private static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
        SHA256.authenticationCode(of: Array(text.utf8), key: key)
    }

    /// Runs of blanks are one blank in a signed header.
    private static func folded(_ value: String) -> String { value.split(separator: " ").joined(separator: " ") }
}

/// What a signature is good for: a day, a region and a service.
package struct CredentialScope: Hashable, Sendable {
    /// What ends every scope.
    package static let end = "aws4_request"

    /// The day, such as `20261121`.
    package var day: String
    /// The region, such as `us-east-1`.
    package var region: String
    /// The service's name in signatures, such as `states`.
    package var service: String

    /// A scope of the given parts.
    package init(day: String, region: String, service: String) {
        self.day = day
        self.region = region
        self.service = service
    }

    /// The scope as signatures have it.
    package var text: String { "\(day)/\(region)/\(service)/\(Self.end)" }
}
