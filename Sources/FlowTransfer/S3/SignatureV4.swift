import Crypto
import FlowConnections

/// Signs requests as AWS wants it (Signature Version 4).
struct SignatureV4 {
    let credentials: AWSCredentials
    let region: String
    let service: String

    /// The hash that stands for a body that is not signed; over https alone.
    static let unsignedPayload = "UNSIGNED-PAYLOAD"
    static let emptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The headers to send with a request, those given included.
    ///
    /// - Parameters:
    ///   - path: the path as it is sent, percent-encoded once.
    ///   - query: names and values, not encoded.
    ///   - headers: further headers that are signed; names in lower case.
    ///   - secondsSinceEpoch: the time of signing.
    func sign(
        method: String,
        host: String,
        path: String,
        query: [(String, String)],
        headers: [(name: String, value: String)],
        payloadHash: String,
        secondsSinceEpoch: Int64
    ) -> [(name: String, value: String)] {
        let time = Self.basicTime(secondsSinceEpoch)
        let day = String(time.prefix(8))
        var signed = headers + [("x-amz-content-sha256", payloadHash), ("x-amz-date", time)]
        if let token = credentials.sessionToken { signed.append(("x-amz-security-token", token)) }
        let canonical = (signed + [("host", host)]).sorted { $0.name < $1.name }
        let names = canonical.map(\.name).joined(separator: ";")
        let request = [
            method,
            path,
            Self.canonicalQuery(query),
            canonical.map { "\($0.name):\(Self.folded($0.value))\n" }.joined(),
            names,
            payloadHash,
        ].joined(separator: "\n")
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(sha256Hex(Array(request.utf8)))"
        var key = Self.hmac(Array("AWS4\(credentials.secretAccessKey.revealed)".utf8), day)
        for part in [region, service, "aws4_request"] { key = Self.hmac(key, part) }
        let signature = Self.hmac(key, text).hexText
        signed.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            )
        )
        return signed
    }

    /// The query as it is signed and sent: encoded, sorted by name, each name with a `=`.
    static func canonicalQuery(_ query: [(String, String)]) -> String {
        query.map { (PercentEncoding.encode($0), PercentEncoding.encode($1)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    /// `20261121T091400Z`.
    static func basicTime(_ secondsSinceEpoch: Int64) -> String {
        rfc3339(secondsSinceEpoch: secondsSinceEpoch).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    private static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    /// Runs of blanks are one blank in a signed header.
    private static func folded(_ value: String) -> String { value.split(separator: " ").joined(separator: " ") }
}
