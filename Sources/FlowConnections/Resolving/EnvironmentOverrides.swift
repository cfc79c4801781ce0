import FlowDiagnostics

/// What the variables `FLOW_TASK_CONNECTION_<NAME>` (a URL) and `FLOW_TASK_CONNECTION_<NAME>_<OPTION>` say.
struct EnvironmentOverrides {
    static let prefix = "FLOW_TASK_CONNECTION_"

    private(set) var diagnostics: [Diagnostic] = []
    private let variables: [(name: String, value: String)]

    init(_ environment: [String: String]) {
        variables =
            environment.filter { $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty }
            .map { (String($0.key.dropFirst(Self.prefix.count)), $0.value) }
            .sorted { $0.name < $1.name }
    }

    /// Writes the overrides into the drafts; a URL under an unknown name makes a connection of that name.
    mutating func apply(to drafts: inout [ConnectionDraft]) {
        var rest: [(name: String, value: String)] = []
        for variable in variables {
            if let position = drafts.firstIndex(where: { Self.variableName(of: $0.name) == variable.name }) {
                drafts[position].url = setting("url", variable)
            } else if isOption(variable.name, of: drafts) == nil, isURL(variable.value) {
                var draft = ConnectionDraft(name: variable.name.lowercased(), location: location(variable.name))
                draft.url = setting("url", variable)
                drafts.append(draft)
            } else {
                rest.append(variable)
            }
        }
        for variable in rest {
            guard let (position, option) = isOption(variable.name, of: drafts) else {
                diagnostics.append(stray(variable.name, drafts))
                continue
            }
            drafts[position].options.append(setting(option, variable))
        }
    }

    /// `order-db` as it stands in a variable's name: `ORDER_DB`.
    static func variableName(of connection: String) -> String {
        String(connection.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// The draft and the option that a variable names; of several the draft with the longest name.
    private func isOption(_ name: String, of drafts: [ConnectionDraft]) -> (position: Int, option: String)? {
        drafts.indices
            .filter { name.hasPrefix(Self.variableName(of: drafts[$0].name) + "_") }
            .max { drafts[$0].name.utf8.count < drafts[$1].name.utf8.count }
            .map { ($0, name.dropFirst(drafts[$0].name.count + 1).lowercased()) }
    }

    private func isURL(_ text: String) -> Bool {
        text.firstIndex(of: ":").map { ConnectionKind.of(scheme: text[..<$0].lowercased()) != nil } ?? false
    }

    private func setting(_ name: String, _ variable: (name: String, value: String)) -> Setting {
        Setting(name: name, text: variable.value, location: location(variable.name), source: .environment)
    }

    private func location(_ variable: String) -> TextLocation {
        TextLocation(file: "environment variable \(Self.prefix)\(variable)")
    }

    private func stray(_ name: String, _ drafts: [ConnectionDraft]) -> Diagnostic {
        let known = drafts.map { Self.variableName(of: $0.name) }
        let nearest = nearestName(to: name, in: known).map { "Did you mean \(Self.prefix)\($0)?" }
        return Diagnostic(
            code: .strayVariable,
            message: "The variable names no connection, and its value is no URL that would make one.",
            location: location(name),
            hint: nearest ?? "Connections are \(known.map { Self.prefix + $0 }.joined(separator: ", "))."
        )
    }
}
