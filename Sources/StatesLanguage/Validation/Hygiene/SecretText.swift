import FlowJSON

/// Tells texts and names that look like secrets.
enum SecretText {
    /// What secret a text holds, in words, or `nil` where it holds none.
    static func kind(of text: String, under key: String) -> String? {
        if text.contains("PRIVATE KEY-----") { return "a private key" }
        if holdsAccessKey(text) { return "an AWS access key" }
        for (prefix, kind) in tokens where hasToken(text, prefix) { return kind }
        if hasPasswordInURL(text) { return "a URL with a password" }
        guard secretNames.contains(plain(key)), isWrittenOut(text) else { return nil }
        return "a secret"
    }

    private static let tokens = [
        ("ghp_", "a GitHub token"), ("github_pat_", "a GitHub token"), ("xoxb-", "a Slack token"),
        ("xoxp-", "a Slack token"), ("sk_live_", "a Stripe key"), ("AIza", "a Google key"),
        ("glpat-", "a GitLab token"),
    ]

    /// Names whose values are secret, small and without separators.
    static let secretNames: Set<String> = [
        "password", "passwd", "pwd", "secret", "clientsecret", "secretkey", "secretaccesskey", "apikey", "apisecret",
        "privatekey", "authtoken", "accesstoken", "bearertoken", "passphrase",
    ]

    private static let sensitiveNames: Set<String> = [
        "password", "passwd", "clientsecret", "secretaccesskey", "apikey", "privatekey", "secretstring", "creditcard",
        "creditcardnumber", "cardnumber", "cvv", "cvc", "ssn", "socialsecuritynumber", "passphrase",
    ]

    /// Small, and without what separates words.
    private static func plain(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.filter { !"_-.$ ".unicodeScalars.contains($0) }))
            .lowercased()
    }

    /// Whether a text is a value itself, and nothing that is filled in or looked up.
    private static func isWrittenOut(_ text: String) -> Bool {
        text.utf8.count >= 6 && !text.hasPrefix("$") && !text.hasPrefix("{%") && !text.contains("${")
            && !text.hasPrefix("arn:") && !text.hasPrefix("States.") && !text.contains("{{") && !text.hasPrefix("<")
            && !text.contains("/")
    }

    private static func holdsAccessKey(_ text: String) -> Bool {
        for prefix in ["AKIA", "ASIA"] {
            guard let range = text.firstRange(of: prefix) else { continue }
            let rest = text[range.upperBound...].prefix { $0.isASCII && ($0.isUppercase || $0.isNumber) }
            let isBegin = range.lowerBound == text.startIndex || !text[text.index(before: range.lowerBound)].isLetter
            if rest.count == 16, isBegin { return true }
        }
        return false
    }

    private static func hasToken(_ text: String, _ prefix: String) -> Bool {
        guard let range = text.firstRange(of: prefix) else { return false }
        return text[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }.count >= 16
    }

    private static func hasPasswordInURL(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://") else { return false }
        let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != " " }
        guard let at = authority.lastIndex(of: "@") else { return false }
        let user = authority[..<at]
        guard let colon = user.firstIndex(of: ":") else { return false }
        let password = user[user.index(after: colon)...]
        return password.count > 3 && !password.contains("$") && !password.contains("{")
    }

    /// The sensitive name that an expression hands on, or `nil`.
    static func sensitiveName(in use: ExpressionUse) -> String? {
        var names: [String] = []
        func collect(_ path: String) {
            guard path.hasPrefix("$"), !path.hasPrefix("$$") else { return }
            if let last = path.split(whereSeparator: { ".[]'".contains($0) }).last { names.append(String(last)) }
        }
        switch use.kind {
        case .path, .referencePath: collect(use.text)
        case .intrinsic(let call): call.forEachPath(collect)
        case .jsonata(let text):
            for word in text.source.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }) {
                if word.contains("."), let last = word.split(separator: ".").last { names.append(String(last)) }
            }
        default: break
        }
        return names.first { sensitiveNames.contains(plain($0)) }
    }
}
