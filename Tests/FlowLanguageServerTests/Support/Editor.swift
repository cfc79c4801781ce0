import FlowJSON
import StatesLanguage

@testable import FlowLanguageServer

/// A client of a server in the same process, with one document.
struct Editor {
    static let uri = "file:///m.asl.json"
    var server = LanguageServer { text, _ in StateMachineDefinition.decode(text: text).diagnostics }
    let text: String
    private var nextID: Int64 = 1

    /// Opens a text; `|` in it is where the cursor is.
    init(_ marked: String, language: String = "json", capabilities: JSON = [:]) {
        text = String(marked.filter { $0 != "|" })
        let before = marked.prefix { $0 != "|" }
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        cursor = [
            "line": .integer(Int64(lines.count - 1)), "character": .integer(Int64(lines.last?.utf16.count ?? 0)),
        ]
        _ = request("initialize", ["capabilities": capabilities])
        let document: JSON = [
            "uri": .string(Self.uri), "languageId": .string(language), "version": 1, "text": .string(text),
        ]
        send(["method": "textDocument/didOpen", "params": ["textDocument": document]])
    }

    let cursor: JSON

    /// The whole answer to a request.
    mutating func request(_ method: String, _ params: JSON) -> JSON {
        let id = JSON.integer(nextID)
        nextID += 1
        send(["id": id, "method": .string(method), "params": params])
        return messages().first { $0["id"] == id } ?? .null
    }

    /// The result of a request about the cursor.
    mutating func ask(_ method: String, _ more: JSONObject = [:]) -> JSON {
        var params: JSONObject = ["textDocument": ["uri": .string(Self.uri)], "position": cursor]
        for (key, value) in more { params[key] = value }
        return request("textDocument/\(method)", .object(params))["result"] ?? .null
    }

    /// The labels that are proposed at the cursor.
    mutating func proposals() -> [String] {
        (ask("completion").arrayValue ?? []).compactMap { $0["label"]?.stringValue }
    }

    /// Judges the document and gives what is published.
    mutating func diagnostics() -> [JSON] {
        while let check = server.nextCheck() { server.take(check.run()) }
        let published = messages().last { $0["method"] == "textDocument/publishDiagnostics" }
        return published?["params"]?["diagnostics"]?.arrayValue ?? []
    }

    /// The text with edits made, which must not overlap.
    func text(after edits: [JSON]) -> String {
        var document = TextDocument(text)
        let ranges = edits.compactMap { edit in
            TextRange(edit["range"]).map { range -> (Range<Int>, String) in
                let start = document.offset(of: range.start, .utf16)
                return (start..<document.offset(of: range.end, .utf16), edit["newText"]?.stringValue ?? "")
            }
        }
        for (range, new) in ranges.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
            document.replace(range, with: new)
        }
        return document.text
    }

    private mutating func send(_ message: JSON) {
        let body = message.bytes
        server.receive(Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
    }

    private mutating func messages() -> [JSON] {
        var reader = MessageReader()
        reader.append(server.takeOutput())
        var all: [JSON] = []
        while case .message(let body)? = reader.next(), let json = try? JSON(parsing: body) { all.append(json) }
        return all
    }
}
