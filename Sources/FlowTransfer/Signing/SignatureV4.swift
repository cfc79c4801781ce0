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
        let request = CanonicalRequest(
            method: method,
            path: path,
            query: CanonicalRequest.canonicalQuery(query),
            headers: signed + [("host", host)],
            payloadHash: payloadHash
        )
        let scope = CredentialScope(day: day, region: region, service: service)
        let signature = request.signature(at: time, in: scope, with: credentials.secretAccessKey)
        signed.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope.text), "
                    + "SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
            )
        )
        return signed
    }

    /// `20261121T091400Z`.
    static func basicTime(_ secondsSinceEpoch: Int64) -> String {
        rfc3339(secondsSinceEpoch: secondsSinceEpoch).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
