import FlowJSON

/// A document that a client has open.
struct OpenDocument {
    /// In which language a document is written.
    enum Form {
        case json
        case yaml
    }

    let uri: String
    let languageID: String
    var version: JSON
    private(set) var text: TextDocument
    let form: Form
    /// Made when it is first asked for.
    private var known: Analysis?

    init(uri: String, languageID: String, version: JSON, text: String) {
        self.uri = uri
        self.languageID = languageID
        self.version = version
        self.text = TextDocument(text)
        let isYAML = languageID.contains("yaml") || uri.hasSuffix(".yaml") || uri.hasSuffix(".yml")
        form = isYAML ? .yaml : .json
    }

    mutating func change(_ change: (inout TextDocument) -> Void) {
        known = nil
        change(&text)
    }

    /// What the text says.
    mutating func analysis() -> Analysis {
        if let known { return known }
        let analysis = Analysis(text.bytes, isYAML: form == .yaml)
        known = analysis
        return analysis
    }

    /// Whether the document is a state machine, by its name, its language or what it holds.
    mutating func isStateMachine() -> Bool {
        let endings = [".asl", ".asl.json", ".asl.yaml", ".asl.yml"]
        if languageID.hasPrefix("asl") || endings.contains(where: uri.hasSuffix) { return true }
        return analysis().looksLikeStateMachine
    }
}
