import FlowTransfer

/// What the `Authorization` header of a signed request says.
struct AuthorizationHeader: Hashable {
    static let algorithm = "AWS4-HMAC-SHA256"

    let accessKeyID: String
    let scope: CredentialScope
    let signedHeaders: [String]
    let signature: String

    /// - Parameter date: whether the request says when it was signed.
    /// - Throws: `IncompleteSignatureException` and `InvalidSignatureException`, worded as AWS does.
    init(_ text: String, hasDate date: Bool) throws(APIError) {
        var parameters: [Substring: Substring] = [:]
        for part in text.dropFirst(Self.algorithm.utf8.count).split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let equals = part.firstIndex(of: "=") else {
                throw APIError(
                    .incompleteSignature,
                    "'\(part)' not a valid key=value pair (missing equal-sign) in Authorization header: '\(text)'."
                )
            }
            parameters[part[..<equals]] = part[part.index(after: equals)...]
        }
        var missing = ["Credential", "Signature", "SignedHeaders"]
            .filter { parameters[$0[...]]?.isEmpty != false }
            .map { "Authorization header requires '\($0)' parameter. " }
        if !date {
            missing.append(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            )
        }
        guard missing.isEmpty, let credential = parameters["Credential"], let signature = parameters["Signature"],
            let names = parameters["SignedHeaders"]
        else { throw APIError(.incompleteSignature, "\(missing.joined())Authorization=\(text)") }
        let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 5, parts[parts.count - 1] == CredentialScope.end else {
            throw APIError(
                .incompleteSignature,
                "Credential must have at least 5 slash-delimited elements "
                    + "(e.g. accesskeyid/date/region/service/aws4_request), got '\(credential)'"
            )
        }
        accessKeyID = parts[..<(parts.count - 4)].joined(separator: "/")
        scope = CredentialScope(
            day: String(parts[parts.count - 4]),
            region: String(parts[parts.count - 3]),
            service: String(parts[parts.count - 2])
        )
        signedHeaders = names.split(separator: ";").map { $0.lowercased() }
        self.signature = String(signature)
    }
}
