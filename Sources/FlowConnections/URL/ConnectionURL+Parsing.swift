public import FlowDiagnostics

extension ConnectionURL {
    /// Reads a URL such as `sftp://feeds@files.example:22/outgoing`, `s3://bucket/prefix` or `file:data/lake`.
    ///
    /// A password in it is left out; ``Connection/init(name:parsing:options:)`` keeps it as a secret.
    public init(parsing text: String) throws(Diagnostic) { self = try Self.parse(text).url }

    /// Reads a URL and the password that stood in it.
    package static func parse(_ text: String) throws(Diagnostic) -> (url: ConnectionURL, password: Secret?) {
        var reader = URLReader(text: text)
        return try reader.read()
    }
}

/// Reads a URL from the left; its diagnostics quote the URL without the password.
private struct URLReader {
    let text: String
    private var rest: Substring

    init(text: String) {
        self.text = text
        rest = Substring(text)
    }

    mutating func read() throws(Diagnostic) -> (url: ConnectionURL, password: Secret?) {
        guard let control = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7f }) else {
            return try readParts()
        }
        throw malformed("holds the control character U+\(String(control.value, radix: 16, uppercase: true))")
    }

    private mutating func readParts() throws(Diagnostic) -> (url: ConnectionURL, password: Secret?) {
        let kind = try readScheme()
        var url = ConnectionURL(scheme: kind.scheme)
        var password: Secret?
        // The order matters: a `#` ends everything, a `?` ends the path, a `/` ends the authority.
        if let hash = rest.firstIndex(of: "#") {
            if kind.isLocal { throw malformed("holds a \"#\"", hint: "Write it as %23 in a file's name.") }
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: "?") {
            if kind.isLocal { throw malformed("holds a \"?\"", hint: "Write it as %3F in a file's name.") }
            url.query = try readQuery(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            password = try readAuthority(rest[..<end], into: &url)
            rest = rest[end...]
        } else if !kind.isLocal {
            throw malformed("names no host", hint: "Write \(kind.example).")
        }
        url.path = try decoded(rest, part: "path")
        try kind.check(url, hasPassword: password != nil, orThrow: malformed)
        if kind.isLocal { url.host = nil }
        return (url, password)
    }

    private mutating func readScheme() throws(Diagnostic) -> ConnectionKind {
        guard let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") else {
            throw Diagnostic(
                code: .unknownScheme,
                message: "The URL \"\(shown)\" names no scheme.",
                hint: "Write file:\(shown) for a folder, or one of \(ConnectionKind.schemes.joined(separator: ", "))."
            )
        }
        let scheme = rest[..<colon].lowercased()
        guard let kind = ConnectionKind.of(scheme: scheme) else {
            let known = ConnectionKind.schemes
            throw Diagnostic(
                code: .unknownScheme,
                message: "The URL \"\(shown)\" has the unknown scheme \"\(scheme)\".",
                hint: nearestName(to: scheme, in: known).map { "Did you mean \"\($0):\"?" }
                    ?? "Known are \(known.joined(separator: ", "))."
            )
        }
        rest = rest[rest.index(after: colon)...]
        return kind
    }

    /// Reads `user:password@host:port`; answers the password.
    private func readAuthority(_ authority: Substring, into url: inout ConnectionURL) throws(Diagnostic) -> Secret? {
        var place = authority
        var password: Secret?
        if let at = authority.lastIndex(of: "@") {
            let user = authority[..<at]
            place = authority[authority.index(after: at)...]
            if let colon = user.firstIndex(of: ":") {
                password = Secret(try decoded(user[user.index(after: colon)...], part: "password"))
                url.user = try decoded(user[..<colon], part: "user")
            } else {
                url.user = try decoded(user, part: "user")
            }
            if url.user == "" { url.user = nil }
            if password?.revealed == "" { password = nil }
        }
        let port: Substring
        if place.hasPrefix("[") {
            guard let end = place.firstIndex(of: "]") else { throw malformed("has a \"[\" without its \"]\"") }
            url.host = String(place[place.index(after: place.startIndex)..<end])
            port = place[place.index(after: end)...]
            guard port.isEmpty || port.hasPrefix(":") else { throw malformed("has \"\(port)\" after the host's \"]\"") }
        } else {
            let colon = place.firstIndex(of: ":") ?? place.endIndex
            guard !place[colon...].dropFirst().contains(":") else {
                throw malformed(
                    "has more than one \":\" in its host",
                    hint: "Write an IPv6 address in brackets: [::1]."
                )
            }
            url.host = try decoded(place[..<colon], part: "host")
            port = place[colon...]
        }
        if port.count > 1 {
            guard let number = UInt16(port.dropFirst()), number > 0 else {
                throw malformed("has the port \"\(port.dropFirst())\"", hint: "A port is a number from 1 to 65535.")
            }
            url.port = Int(number)
        }
        if url.host == "" { url.host = nil }
        return password
    }

    private func readQuery(_ text: Substring) throws(Diagnostic) -> [(name: String, value: String)] {
        var items: [(name: String, value: String)] = []
        for item in text.split(separator: "&") {
            let sign = item.firstIndex(of: "=") ?? item.endIndex
            let name = try decoded(item[..<sign], part: "query")
            items.append((name, try decoded(item[sign...].dropFirst(), part: "query")))
        }
        return items
    }

    private func decoded(_ text: Substring, part: String) throws(Diagnostic) -> String {
        guard let decoded = PercentEncoding.decode(text) else {
            throw malformed(
                "has a malformed percent-escape in its \(part)",
                hint: "A \"%\" is followed by two hexadecimal digits of UTF-8; write \"%\" itself as %25."
            )
        }
        return decoded
    }

    private func malformed(_ what: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(code: .malformedURL, message: "The URL \"\(shown)\" \(what).", hint: hint)
    }

    /// The text without what may be a password or a token.
    private var shown: String {
        var shown = text[...]
        if let mark = shown.firstIndex(of: "?") { shown = shown[..<mark] + "?…" }
        guard let at = shown.lastIndex(of: "@"), let colon = shown.firstIndex(of: ":") else { return String(shown) }
        let afterScheme = shown[shown.index(after: colon)...].drop { $0 == "/" }
        guard afterScheme.startIndex < at, let secret = afterScheme[..<at].firstIndex(of: ":") else {
            return String(shown)
        }
        return "\(shown[...secret])••••\(shown[at...])"
    }
}
