import FlowJSON
import StatesLanguage

extension LanguageServer {
    /// The most proposals of one answer; beyond, only those that go on with what is typed.
    private static let mostProposals = 500

    /// What may stand at a place: fields, names of states, values, errors, resources, parts of expressions.
    mutating func completion(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis, offset) = try spot(params)
        let isYAML = document.form == .yaml
        let completer = Completer(
            analysis: analysis,
            offset: offset,
            takesSnippets: takesSnippets && !isYAML,
            isYAML: isYAML
        )
        let items = completer.items()
        guard items.count > Self.mostProposals else {
            return .array(items.map { $0.json(in: document.text, encoding) })
        }
        let fitting = items.filter { item in
            let typed = document.text.bytes[item.range.lowerBound..<max(item.range.lowerBound, offset)]
            return item.label.lowercased().hasPrefix(String(decoding: typed, as: UTF8.self).lowercased())
        }
        let shown = fitting.prefix(Self.mostProposals).map { $0.json(in: document.text, encoding) }
        return ["isIncomplete": true, "items": .array(shown)]
    }
}

/// One proposal.
struct CompletionItem {
    /// The protocol's kinds.
    enum Kind: Int64 {
        case function = 3
        case field = 5
        case variable = 6
        case value = 12
        case enumMember = 20
        case snippet = 15
        case reference = 18
    }

    var label: String
    var kind: Kind
    var detail: String?
    var text: String?
    /// What is replaced, and by what.
    var range: Range<Int>
    var newText: String
    var isSnippet = false
    /// What the typed text is compared with; the label where absent.
    var filter: String?

    func json(in document: TextDocument, _ encoding: PositionEncoding) -> JSON {
        var object: JSONObject = ["label": .string(label), "kind": .integer(kind.rawValue)]
        object["detail"] = detail.map(JSON.string)
        object["documentation"] = text.map { ["kind": "markdown", "value": .string($0)] }
        object["filterText"] = filter.map(JSON.string)
        object["textEdit"] = ["range": document.range(of: range, encoding).json, "newText": .string(newText)]
        object["insertTextFormat"] = isSnippet ? 2 : 1
        return .object(object)
    }
}
