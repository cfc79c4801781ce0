import FlowDiagnostics

/// A setting beside a connection's URL.
package struct ConnectionOption: Sendable {
    /// What values an option takes.
    package enum Form: Sendable {
        /// Any text.
        case text
        /// A file of this machine; `~` is the home directory.
        case path
        /// `true` or `false`.
        case boolean
        /// A whole number within bounds.
        case integer(ClosedRange<Int>)
        /// One of these words.
        case choice([String])
    }

    /// The name as it is written in `connections.yaml`.
    package let name: String
    /// What values it takes.
    package let form: Form

    init(_ name: String, _ form: Form = .text) {
        self.name = name
        self.form = form
    }

    /// Whether its value must not show.
    package var isSecret: Bool { Self.isSecret(name) }

    /// Whether the values of an option of this name must not show.
    package static func isSecret(_ name: String) -> Bool {
        switch name {
        case "password", "key_passphrase", "secret_access_key", "session_token", "token", "authorization": true
        default: name.hasSuffix("_secret") || name.hasSuffix("_password") || name.hasSuffix("_token")
        }
    }

    /// The value as handlers get it: `true` or `false` for a boolean, `~` expanded in a path.
    func value(of text: String, home: String?) throws(Diagnostic) -> String {
        switch form {
        case .text: return text
        case .path: return expandHome(in: text, home: home)
        case .boolean:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return "true"
            case "false", "no", "off", "0": return "false"
            default: throw wrongValue(text, hint: "Write true or false.")
            }
        case .integer(let bounds):
            guard let number = Int(text), bounds.contains(number) else {
                throw wrongValue(
                    text,
                    hint: "Write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)."
                )
            }
            return String(number)
        case .choice(let words):
            // YAML reads a bare `off` as a boolean, but its text is still the author's.
            guard words.contains(text.lowercased()) else {
                let nearest = nearestName(to: text, in: words).map { "Did you mean \"\($0)\"?" }
                throw wrongValue(text, hint: nearest ?? "Write one of \(words.joined(separator: ", ")).")
            }
            return text.lowercased()
        }
    }

    private func wrongValue(_ text: String, hint: String) -> Diagnostic {
        Diagnostic(
            code: .wrongOptionValue,
            message: "The option \(name) cannot be \"\(isSecret ? "••••" : text)\".",
            hint: hint
        )
    }
}

/// A path with a leading `~` replaced by the home directory, where that is known.
func expandHome(in path: String, home: String?) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
}
