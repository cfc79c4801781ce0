import FlowDiagnostics

/// Makes a connection of a draft: reads variables and secret files, checks URL and options.
struct ConnectionResolver {
    let environment: [String: String]
    private(set) var diagnostics: [Diagnostic] = []
    private var home: String? { environment["HOME"] }

    init(environment: [String: String]) { self.environment = environment }

    /// The connection, or why it cannot be used; what is wrong for everybody is added to `diagnostics`.
    mutating func resolve(_ draft: ConnectionDraft) -> Result<Connection, Diagnostic>? {
        guard let setting = draft.url else {
            diagnostics.append(
                Diagnostic(
                    code: .wrongStructure,
                    message: "The connection \"\(draft.name)\" has no url.",
                    location: draft.location,
                    hint: "Write url: … beside its options."
                )
            )
            return nil
        }
        do throws(Diagnostic) {
            var connection = Connection(name: draft.name, url: ConnectionURL(scheme: ""))
            let kind = try readURL(setting, into: &connection)
            var isWhole = true
            for option in draft.options {
                do throws(Diagnostic) {
                    try read(option, of: kind, urlSource: setting.source, into: &connection)
                } catch {
                    // An unset variable hurts only those who use the connection.
                    if isLocalToUse(error) { return .failure(error) }
                    diagnostics.append(error)
                    isWhole = false
                }
            }
            return isWhole ? .success(connection) : nil
        } catch {
            if isLocalToUse(error) { return .failure(error) }
            diagnostics.append(error)
            return nil
        }
    }

    private func isLocalToUse(_ diagnostic: Diagnostic) -> Bool {
        diagnostic.code == .unsetVariable || diagnostic.code == .unreadableFile
    }

    private func readURL(_ setting: Setting, into connection: inout Connection) throws(Diagnostic) -> ConnectionKind {
        var (url, password) = try at(setting) { () throws(Diagnostic) in
            try ConnectionURL.parse(substitutingVariables(in: setting.text, from: environment))
        }
        guard let kind = ConnectionKind.of(scheme: url.scheme) else {
            preconditionFailure("A parsed URL has a known scheme.")
        }
        if kind.isLocal { url.path = expandHome(in: url.path, home: home) }
        let query = kind.scheme.hasPrefix("http") ? [] : url.query
        if !query.isEmpty { url.query = [] }
        connection.url = url
        connection.secrets["password"] = password
        for item in query {
            let option = Setting(name: item.name, text: item.value, location: setting.location, source: setting.source)
            try read(option, of: kind, urlSource: setting.source, into: &connection, isVerbatim: true)
        }
        return kind
    }

    private func read(
        _ setting: Setting,
        of kind: ConnectionKind,
        urlSource: SettingSource,
        into connection: inout Connection,
        isVerbatim: Bool = false
    ) throws(Diagnostic) {
        let isFile = setting.name.hasSuffix("_file") && kind.option(named: setting.name) == nil
        let name = isFile ? String(setting.name.dropLast("_file".count)) : setting.name
        guard let option = kind.option(named: name), !isFile || option.isSecret else {
            // The URL was replaced by one of another kind: the options of the first kind mean nothing any more.
            let belongsElsewhere = ConnectionKind.all.contains { $0.option(named: name) != nil }
            if setting.source < urlSource, belongsElsewhere { return }
            throw unknown(setting, of: kind, connection: connection.name)
        }
        // A password in a URL of the environment wins over one in the file.
        if name == "password", setting.source < urlSource, connection.secrets["password"] != nil { return }
        let value = try at(setting) { () throws(Diagnostic) in
            var text = setting.text
            if !isVerbatim { text = try substitutingVariables(in: text, from: environment) }
            if isFile { text = try readSecret(text, of: option) }
            return try option.value(of: text, home: home)
        }
        if option.isSecret {
            connection.secrets[name] = Secret(value)
        } else {
            connection.options[name] = value
            if name == "user" { connection.url.user = value }
        }
    }

    private func readSecret(_ path: String, of option: ConnectionOption) throws(Diagnostic) -> String {
        var text = try TextFile.read(expandHome(in: path, home: home), as: "\(option.name)_file")
        // Files end with a line break that is no part of the secret.
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    private func unknown(_ setting: Setting, of kind: ConnectionKind, connection: String) -> Diagnostic {
        let known = ["url"] + kind.options.flatMap { $0.isSecret ? [$0.name, "\($0.name)_file"] : [$0.name] }
        let nearest = nearestName(to: setting.name, in: known).map { "Did you mean \"\($0)\"?" }
        let all = kind.options.map(\.name).joined(separator: ", ")
        return Diagnostic(
            code: .unknownOption,
            message: "The connection \"\(connection)\" has the unknown option \"\(setting.name)\".",
            location: setting.location,
            hint: nearest ?? (all.isEmpty ? "A \(kind.scheme): connection has no options." : "Options are \(all).")
        )
    }

    /// Gives what `body` throws the place of the setting.
    private func at<Value>(
        _ setting: Setting,
        _ body: () throws(Diagnostic) -> Value
    ) throws(Diagnostic) -> Value {
        do throws(Diagnostic) {
            return try body()
        } catch {
            var placed = error
            placed.location = setting.location
            throw placed
        }
    }
}
