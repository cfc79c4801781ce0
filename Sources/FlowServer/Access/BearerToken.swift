import FlowTransfer

/// The token that requests may carry instead of a signature: `Authorization: Bearer <token>`.
package struct BearerToken: Sendable {
    private static let fewestCharacters = 16
    private let digest: String

    /// The token of a file, which holds it on one line.
    ///
    /// - Parameter name: the file's name, for messages.
    /// - Throws: ``AccessError`` where it is too short, or no visible ASCII.
    package init(parsing text: String, from name: String) throws(AccessError) {
        let token = text[...].trimmed
        guard token.utf8.count >= Self.fewestCharacters, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw AccessError(
                message: "\"\(name)\" holds one token: at least \(Self.fewestCharacters) characters of visible ASCII."
            )
        }
        digest = sha256Hex(Array(token.utf8))
    }

    /// Whether a text is the token; takes as long for every text of a length.
    func matches(_ text: Substring) -> Bool { ConstantTime.areEqual(sha256Hex(Array(text.utf8)), digest) }
}
