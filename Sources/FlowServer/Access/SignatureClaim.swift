import FlowConnections
import FlowTransfer
import StatesLanguage

/// A signature (Signature Version 4) in a request's headers, whose key is known and whose time is near.
struct SignatureClaim: Sendable {
    /// How far a client's clock may be from ours.
    static let toleranceMinutes: Int64 = 5

    private let head: RequestHead
    private let authorization: AuthorizationHeader
    private let key: AccessKeys.Key
    private let time: String

    /// Checks what does not depend on the body.
    ///
    /// - Throws: AWS's errors about signatures, in its order: the header's form, the key, the scope, the time.
    init(_ text: String, head: RequestHead, keys: AccessKeys, at now: Timestamp) throws(APIError) {
        let given = head.header("x-amz-date")
        let date = head.header("date").flatMap { HTTPDate.rfc3339($0) }
        let authorization = try AuthorizationHeader(text, hasDate: given != nil || date != nil)
        let time = given ?? (date ?? "").filter { $0 != "-" && $0 != ":" }
        guard let moment = Self.moment(of: time) else {
            throw APIError(
                .incompleteSignature,
                "Date must be in ISO-8601 'basic format'. Got '\(time)'. See http://en.wikipedia.org/wiki/ISO_8601"
            )
        }
        let token = head.header("x-amz-security-token")
        guard let key = keys.keys[authorization.accessKeyID], Self.isToken(token, of: key) else {
            throw .unrecognizedClient
        }
        try Self.check(authorization, signedAt: time)
        try Self.checkSignedHeaders(authorization, of: head)
        try Self.check(time, moment, now)
        self.head = head
        self.authorization = authorization
        self.key = key
        self.time = time
    }

    /// Checks the signature itself.
    ///
    /// - Returns: the account of the key, or `nil` for the server's.
    func account(checking body: [UInt8]) throws(APIError) -> String? {
        let request = CanonicalRequest(
            method: head.method,
            path: head.path.isEmpty ? "/" : head.path,
            query: Self.canonicalQuery(head.query),
            headers: authorization.signedHeaders.map { ($0, head.signedValue(of: $0) ?? "") },
            payloadHash: sha256Hex(body)
        )
        let signature = request.signature(at: time, in: authorization.scope, with: key.secret)
        guard ConstantTime.areEqual(signature, authorization.signature) else {
            throw APIError(
                .invalidSignature,
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                    + "Access Key and signing method. Consult the service documentation for details."
            )
        }
        return key.account
    }

    private static func check(_ authorization: AuthorizationHeader, signedAt time: String) throws(APIError) {
        guard authorization.scope.service == "states" else {
            throw APIError(.invalidSignature, "Credential should be scoped to correct service: 'states'.")
        }
        let day = time.prefix(8)
        guard authorization.scope.day == day else {
            throw APIError(
                .invalidSignature,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(authorization.scope.day)' != '\(day)', from '\(time)'."
            )
        }
    }

    /// What says where a request goes and what it asks for has to be signed.
    private static func checkSignedHeaders(
        _ authorization: AuthorizationHeader,
        of head: RequestHead
    ) throws(APIError) {
        let needed = ["host"] + head.headers.map(\.name).filter { $0.hasPrefix("x-amz-") }
        for name in needed where !authorization.signedHeaders.contains(name) {
            let shown = name == "host" ? "'Host' or ':authority'" : "'\(name)'"
            throw APIError(
                .invalidSignature,
                "\(shown) must be a 'SignedHeader' in the AWS Authorization."
            )
        }
    }

    private static func check(_ time: String, _ moment: Timestamp, _ now: Timestamp) throws(APIError) {
        let earliest = now.adding(seconds: -60 * toleranceMinutes)
        let latest = now.adding(seconds: 60 * toleranceMinutes)
        if moment < earliest {
            throw APIError(
                .invalidSignature,
                "Signature expired: \(time) is now earlier than \(basic(earliest)) "
                    + "(\(basic(now)) - \(toleranceMinutes) min.)"
            )
        }
        if moment > latest {
            throw APIError(
                .invalidSignature,
                "Signature not yet current: \(time) is still later than \(basic(latest)) "
                    + "(\(basic(now)) + \(toleranceMinutes) min.)"
            )
        }
    }

    private static func isToken(_ token: String?, of key: AccessKeys.Key) -> Bool {
        ConstantTime.areEqual(
            sha256Hex(Array((token ?? "").utf8)),
            sha256Hex(Array((key.sessionToken?.revealed ?? "").utf8))
        )
    }

    /// The moment of `20261121T091400Z`.
    private static func moment(of time: String) -> Timestamp? {
        let bytes = Array(time.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        return Timestamp(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
        )
    }

    /// The moment as `20261121T091400Z`.
    private static func basic(_ moment: Timestamp) -> String {
        moment.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    private static func canonicalQuery(_ query: String) -> String {
        CanonicalRequest.canonicalQuery(
            query.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (
                    PercentEncoding.decodeLeniently(parts[0]),
                    parts.count > 1 ? PercentEncoding.decodeLeniently(parts[1]) : ""
                )
            }
        )
    }
}
