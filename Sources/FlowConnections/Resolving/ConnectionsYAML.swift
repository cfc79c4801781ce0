import FlowDiagnostics
import Yams

/// Reads the text of a `connections.yaml`.
///
///     connections:
///       vendor: sftp://feeds@files.example/outgoing
///       lake: {url: "s3://lake/raw", region: eu-central-1}
struct ConnectionsYAML {
    let file: String
    private(set) var drafts: [ConnectionDraft] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ text: String, file: String) {
        self.file = file
        do {
            guard let root = try compose(yaml: text) else { return }
            read(root)
        } catch {
            diagnostics.append(Self.diagnostic(for: error, file: file))
        }
    }

    private mutating func read(_ root: Node) {
        guard let document = root.mapping else { return wrongStructure(root, "The file is no mapping.") }
        for (key, value) in document {
            guard key.string == "connections" else {
                wrongStructure(key, "The file has the unknown key \"\(key.string ?? "…")\".")
                continue
            }
            if isEmpty(value) { continue }
            guard let connections = value.mapping else {
                wrongStructure(value, "\"connections\" is no mapping of names.")
                continue
            }
            for (name, settings) in connections { readConnection(name, settings) }
        }
    }

    private mutating func readConnection(_ key: Node, _ value: Node) {
        guard let name = key.string, isName(name) else {
            wrongStructure(
                key,
                "A connection is named \"\(key.string ?? "…")\".",
                hint: "A name is made of letters, digits, \"-\" and \"_\"."
            )
            return
        }
        var draft = ConnectionDraft(name: name, location: location(of: key))
        if let scalar = value.scalar, !isEmpty(value) {
            draft.url = setting("url", scalar.string, at: value)
        } else if let settings = value.mapping {
            for (option, text) in settings { readSetting(option, text, into: &draft) }
        } else {
            wrongStructure(value, "The connection \"\(name)\" is neither a URL nor a mapping of settings.")
            return
        }
        drafts.append(draft)
    }

    private mutating func readSetting(_ key: Node, _ value: Node, into draft: inout ConnectionDraft) {
        guard let name = key.string, let text = value.scalar?.string, !isEmpty(value) else {
            wrongStructure(
                value,
                "The option \"\(key.string ?? "…")\" of \"\(draft.name)\" is no text, number or boolean."
            )
            return
        }
        if name == "url" {
            draft.url = setting(name, text, at: value)
        } else {
            draft.options.append(setting(name, text, at: key))
        }
    }

    private func setting(_ name: String, _ text: String, at node: Node) -> Setting {
        Setting(name: name, text: text, location: location(of: node), source: .file)
    }

    private func location(of node: Node) -> TextLocation {
        TextLocation(file: file, line: node.mark?.line, column: node.mark?.column)
    }

    private mutating func wrongStructure(_ node: Node, _ message: String, hint: String? = nil) {
        let shape = "Write connections: {name: {url: …, option: …}}, or name: url in short."
        diagnostics.append(
            Diagnostic(code: .wrongStructure, message: message, location: location(of: node), hint: hint ?? shape)
        )
    }

    private func isEmpty(_ node: Node) -> Bool { node == Node("null", Tag(.null)) || node.scalar?.string == "" }

    private func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
                    || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    static func diagnostic(for error: any Error, file: String?) -> Diagnostic {
        var location = TextLocation(file: file)
        func place(_ mark: Mark) { (location.line, location.column) = (mark.line, mark.column) }
        let problem: String
        switch error as? YamlError {
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
            place(mark)
            problem = text
        case .duplicatedKeysInMapping(let duplicates, let context):
            place(context.mark)
            return Diagnostic(
                code: .repeatedKey,
                message: "The object has the key \"\(duplicates.joined(separator: "\", \""))\" twice.",
                location: location,
                hint: "Keep the one that is meant."
            )
        case .reader(let text, _, _, _): problem = text
        case .some, .none: problem = "\(error)"
        }
        return Diagnostic(code: .malformedYAML, message: "This is no YAML: \(problem).", location: location)
    }
}
