package import FlowDiagnostics

extension Connection {
    /// A connection of a URL as people write it; a password in it becomes the secret `password`.
    ///
    /// Options that must not show become secrets; nothing is read from files or the environment.
    package init(name: String, parsing url: String, options: [String: String] = [:]) throws(Diagnostic) {
        var draft = ConnectionDraft(name: name)
        draft.url = Setting(name: "url", text: url, location: TextLocation(), source: .file)
        draft.options = options.sorted { $0.key < $1.key }.map {
            Setting(name: $0.key, text: $0.value, location: TextLocation(), source: .file)
        }
        var resolver = ConnectionResolver(environment: [:])
        switch resolver.resolve(draft) {
        case .success(let connection)?: self = connection
        case .failure(let diagnostic)?: throw diagnostic
        case nil:
            guard let diagnostic = resolver.diagnostics.first else {
                preconditionFailure("A connection that is not made leaves a diagnostic.")
            }
            throw diagnostic
        }
    }
}
