import StatesLanguage

/// In which language the text of a string is evaluated.
enum ExpressionKind {
    /// Between `{%` and `%}`.
    case jsonata
    /// A path alone.
    case path
    /// A path or a call of an intrinsic function.
    case pathOrIntrinsic
    /// A path that names one place in the input.
    case referencePath

    /// The kind of a string at a place; `nil` where it is not evaluated.
    init?(key: String?, role: Role, language: QueryLanguage, text: String) {
        // In YAML a text of several lines begins with a sign of its own.
        let content = text.utf8.drop { "|>-+ \t\r\n".utf8.contains($0) }
        if content.starts(with: "{%".utf8) {
            self = .jsonata
            return
        }
        guard language == .jsonPath, let key else { return nil }
        switch (role, key) {
        case (.template, _), (.assign, _):
            guard key.hasSuffix(".$") else { return nil }
            self = .pathOrIntrinsic
        case (.state, "ResultPath"), (.catcher, "ResultPath"): self = .referencePath
        case (.state, "ErrorPath"), (.state, "CausePath"): self = .pathOrIntrinsic
        case (.rule, "Variable"), (.test, "Variable"): self = .path
        case (.state, _), (.rule, _), (.test, _), (.readerConfig, _), (.itemBatcher, _):
            guard key.hasSuffix("Path") else { return nil }
            self = .path
        default: return nil
        }
    }
}
