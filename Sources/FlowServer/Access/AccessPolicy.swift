import StatesLanguage

/// Who may use the API.
///
/// Without keys and without a token everybody may who reaches the address, so that it has to be the loopback's.
package struct AccessPolicy: Sendable {
    /// The keys with which requests may be signed.
    package var keys: AccessKeys?
    /// The token that requests may carry.
    package var token: BearerToken?

    /// A policy that asks for nothing.
    package init() {}

    /// Whether nothing is asked for.
    package var isOpen: Bool { keys == nil && token == nil }

    /// What a request's headers claim, before its body is read.
    ///
    /// - Throws: what is wrong without the body: no signature, an unknown key, a time that is too far away.
    func claim(of head: RequestHead, at now: Timestamp) throws(APIError) -> AccessClaim {
        let authorization = head.header("authorization") ?? ""
        guard !isOpen else {
            try refuseOtherOrigins(head)
            return .open(account: Self.accountOfOpenAccess(authorization))
        }
        if let token, let given = Self.bearer(in: authorization) {
            guard token.matches(given) else { throw .unrecognizedClient }
            return .open(account: nil)
        }
        guard let keys, authorization.hasPrefix(AuthorizationHeader.algorithm) else {
            throw APIError(.missingAuthenticationToken, "Missing Authentication Token")
        }
        return .signed(try SignatureClaim(authorization, head: head, keys: keys, at: now))
    }

    /// Whether whoever watches the server may read its numbers: with the token, where there is one.
    func admitsWatcher(_ head: RequestHead, isFromHere: Bool) -> Bool {
        guard let token else { return keys == nil || isFromHere }
        return Self.bearer(in: head.header("authorization") ?? "").map(token.matches) ?? false
    }

    /// A page of the web that a browser shows may reach the loopback address too, but it cannot hide where it is from.
    private func refuseOtherOrigins(_ head: RequestHead) throws(APIError) {
        guard let origin = head.header("origin") else { return }
        let host = origin.split(separator: "/").last.map(String.init) ?? ""
        guard !LoopbackAddress.isLoopback(LoopbackAddress.host(of: host)) else { return }
        throw APIError(.accessDenied, "Pages of \(origin) may not use this API.")
    }

    private static func bearer(in authorization: String) -> Substring? {
        let prefix = "bearer "
        guard authorization.prefix(prefix.utf8.count).lowercased() == prefix else { return nil }
        return authorization.dropFirst(prefix.utf8.count).drop { $0 == " " }
    }

    /// An access key id of twelve digits is the caller's account, as test services have it.
    private static func accountOfOpenAccess(_ authorization: String) -> String? {
        let parts = authorization.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }
        guard let credential = parts.first(where: { $0.starts(with: "Credential=".utf8) }) else { return nil }
        let id = credential.dropFirst("Credential=".utf8.count).prefix { $0 != UInt8(ascii: "/") }
        return id.count == 12 && id.allSatisfy(\.isDigit) ? String(id) : nil
    }
}

/// What a request's headers claim about its sender.
enum AccessClaim: Sendable {
    /// Nothing is left to be checked; with the account in which the caller works, where that is told.
    case open(account: String?)
    /// A signature, which also covers the body.
    case signed(SignatureClaim)

    /// Checks what depends on the body.
    ///
    /// - Returns: the account in which the caller works, or `nil` for the server's.
    func account(checking body: [UInt8]) throws(APIError) -> String? {
        switch self {
        case .open(let account): account
        case .signed(let claim): try claim.account(checking: body)
        }
    }
}
