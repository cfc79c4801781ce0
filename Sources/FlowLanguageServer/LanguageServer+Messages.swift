import FlowDiagnostics
import FlowJSON

extension LanguageServer {
    /// Handles a notification; one that nobody knows or that makes no sense is passed over, as the protocol has it.
    mutating func notice(_ message: Message) {
        let params = message.params
        switch message.method {
        case "exit": exitStatus = phase == .shutDown ? 0 : 1
        case _ where phase != .running: break
        case "textDocument/didOpen": open(params["textDocument"])
        case "textDocument/didChange": change(params)
        case "textDocument/didClose": close(params)
        default: break
        }
    }

    /// The result of a request.
    mutating func answer(_ message: Message) throws(ResponseError) -> JSON {
        let params = message.params
        switch (message.method, phase) {
        case ("initialize", .waiting): return initialize(params)
        case ("initialize", _): throw ResponseError(.invalidRequest, "The server was initialized before.")
        case (_, .waiting): throw ResponseError(.serverNotInitialized, "The first request is \"initialize\".")
        case (_, .shutDown): throw ResponseError(.invalidRequest, "The server was shut down.")
        default: break
        }
        switch message.method {
        case "shutdown":
            phase = .shutDown
            return .null
        case "textDocument/hover": return try hover(params)
        case "textDocument/completion": return try completion(params)
        case "textDocument/definition": return try definition(params)
        case "textDocument/references": return try references(params)
        case "textDocument/documentSymbol": return try symbols(params)
        case "textDocument/prepareRename": return try prepareRename(params)
        case "textDocument/rename": return try rename(params)
        case "textDocument/foldingRange": return try folding(params)
        case "textDocument/formatting": return try formatting(params)
        case "textDocument/codeAction": return try codeActions(params)
        default: throw ResponseError(.methodNotFound, "There is no method \"\(message.method.prefix(200))\".")
        }
    }

    private mutating func initialize(_ params: JSON) -> JSON {
        phase = .running
        let capabilities = params["capabilities"]
        let encodings = capabilities?["general"]?["positionEncodings"]?.arrayValue ?? []
        if encodings.contains("utf-8") { encoding = .utf8 }
        let item = capabilities?["textDocument"]?["completion"]?["completionItem"]
        takesSnippets = item?["snippetSupport"]?.boolValue ?? false
        return [
            "capabilities": [
                "positionEncoding": .string(encoding.rawValue),
                "textDocumentSync": ["openClose": true, "change": 2],
                "hoverProvider": true,
                "completionProvider": ["triggerCharacters": ["\"", "$", ".", ":", "%"]],
                "definitionProvider": true,
                "referencesProvider": true,
                "documentSymbolProvider": true,
                "renameProvider": ["prepareProvider": true],
                "foldingRangeProvider": true,
                "documentFormattingProvider": true,
                "codeActionProvider": ["codeActionKinds": ["quickfix"]],
            ],
            "serverInfo": ["name": "flow-task"],
        ]
    }

    private mutating func open(_ item: JSON?) {
        guard let uri = item?["uri"]?.stringValue, let text = item?["text"]?.stringValue else { return }
        documents[uri] = OpenDocument(
            uri: uri,
            languageID: item?["languageId"]?.stringValue ?? "",
            version: item?["version"] ?? .null,
            text: text
        )
        markUnchecked(uri)
    }

    private mutating func change(_ params: JSON) {
        guard let uri = params["textDocument"]?["uri"]?.stringValue, documents[uri] != nil else { return }
        let encoding = encoding
        documents[uri]?.version = params["textDocument"]?["version"] ?? .null
        documents[uri]?.change { text in
            for change in params["contentChanges"]?.arrayValue ?? [] {
                guard let new = change["text"]?.stringValue else { continue }
                guard let range = TextRange(change["range"]) else {
                    // A change without a range is the whole text; one with a broken range says nothing.
                    if change["range"] == nil { text.replace(with: new) }
                    continue
                }
                let start = text.offset(of: range.start, encoding)
                text.replace(start..<max(start, text.offset(of: range.end, encoding)), with: new)
            }
        }
        markUnchecked(uri)
    }

    private mutating func close(_ params: JSON) {
        guard let uri = params["textDocument"]?["uri"]?.stringValue,
            documents.removeValue(forKey: uri) != nil
        else { return }
        unchecked.removeAll { $0 == uri }
        diagnostics[uri] = nil
        notify("textDocument/publishDiagnostics", ["uri": .string(uri), "diagnostics": []])
    }

    private mutating func markUnchecked(_ uri: String) {
        unchecked.removeAll { $0 == uri }
        unchecked.append(uri)
    }

    /// The document that a request is about, with what it says.
    mutating func document(_ params: JSON) throws(ResponseError) -> (document: OpenDocument, analysis: Analysis) {
        guard let uri = params["textDocument"]?["uri"]?.stringValue else {
            throw ResponseError(.invalidParams, "The request names no document.")
        }
        guard let analysis = documents[uri]?.analysis(), let document = documents[uri] else {
            throw ResponseError(.invalidParams, "The document \"\(uri.prefix(500))\" is not open.")
        }
        return (document, analysis)
    }

    /// The same, with the offset of the request's position.
    mutating func spot(
        _ params: JSON
    ) throws(ResponseError) -> (document: OpenDocument, analysis: Analysis, offset: Int) {
        let (document, analysis) = try document(params)
        guard let position = TextPosition(params["position"]) else {
            throw ResponseError(.invalidParams, "The request has no position.")
        }
        return (document, analysis, document.text.offset(of: position, encoding))
    }
}
