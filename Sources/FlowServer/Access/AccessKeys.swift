package import FlowConnections
import FlowTransfer

/// The access keys of those who may sign requests.
package struct AccessKeys: Sendable {
    struct Key: Sendable {
        var secret: Secret
        /// The token that belongs to temporary keys.
        var sessionToken: Secret?
        /// The account in which its caller works, where it is another than the server's.
        var account: String?
    }

    private(set) var keys: [String: Key] = [:]

    /// No keys.
    package init() {}

    /// Keys as the credentials file of AWS's tools has them.
    ///
    ///     [build]
    ///     aws_access_key_id = AKIAIOSFODNN7EXAMPLE
    ///     aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
    ///
    /// `aws_session_token` and `aws_account_id` may stand beside them; other settings are left to those who read them.
    ///
    /// - Parameter name: the file's name, for messages.
    /// - Throws: ``AccessError`` for a file without keys, half a key, or a key that is there twice.
    package init(parsing text: String, from name: String) throws(AccessError) {
        for section in try Self.sections(of: text, in: name) {
            let id = section.settings["aws_access_key_id"]
            let secret = section.settings["aws_secret_access_key"]
            if id == nil, secret == nil { continue }
            guard let id, let secret, !id.isEmpty, !secret.isEmpty else {
                throw AccessError(
                    message: "\"\(name)\": [\(section.name)] needs aws_access_key_id and aws_secret_access_key."
                )
            }
            guard keys[id] == nil else { throw AccessError(message: "\"\(name)\" has the key \(id) twice.") }
            let account = section.settings["aws_account_id"]
            if let account, !(account.utf8.count == 12 && account.utf8.allSatisfy(\.isDigit)) {
                throw AccessError(message: "\"\(name)\": aws_account_id of [\(section.name)] has twelve digits.")
            }
            keys[id] = Key(
                secret: Secret(secret),
                sessionToken: section.settings["aws_session_token"].map { Secret($0) },
                account: account
            )
        }
        guard !keys.isEmpty else {
            throw AccessError(
                message: "\"\(name)\" has no access key; it is a file like ~/.aws/credentials, with "
                    + "aws_access_key_id and aws_secret_access_key in a section."
            )
        }
    }

    /// Adds a key of the server's own, for the executions that its executions start.
    package mutating func add(_ id: String, secret: Secret) { keys[id] = Key(secret: secret) }

    private struct Section {
        var name: String
        var settings: [String: String] = [:]
    }

    private static func sections(of text: String, in name: String) throws(AccessError) -> [Section] {
        var sections: [Section] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                sections.append(Section(name: String(line.dropFirst().dropLast())))
                continue
            }
            guard let equals = line.firstIndex(of: "="), let last = sections.indices.last else {
                throw AccessError(
                    message: "\"\(name)\", line \(index + 1): a line is [section] or name = value in a section."
                )
            }
            let setting = line[..<equals].trimmed.lowercased()
            sections[last].settings[setting] = line[line.index(after: equals)...].trimmed
        }
        return sections
    }
}

extension Substring {
    /// Without white space at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
