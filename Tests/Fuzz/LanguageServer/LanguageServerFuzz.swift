import FlowDiagnostics
import FlowJSON
import FlowLanguageServer
import StatesLanguage

/// Sends any bytes as they are, then any text as a document that is asked about everywhere: nothing traps or hangs, every
/// request has one answer, and every answer is a message.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLanguageServer(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var raw = LanguageServer { _, _ in [] }
    raw.receive(bytes)
    // In pieces it is the same.
    var pieces = LanguageServer { _, _ in [] }
    for byte in bytes { pieces.receive([byte]) }
    precondition(raw.takeOutput() == pieces.takeOutput(), "messages may come in pieces")

    let text = String(decoding: bytes, as: UTF8.self)
    var server = LanguageServer { text, _ in StateMachineDefinition.decode(text: text).diagnostics }
    let snippets: JSON = ["completionItem": ["snippetSupport": .bool(count % 2 == 0)]]
    send("initialize", ["capabilities": ["textDocument": ["completion": snippets]]], to: &server)
    let language: JSON = count % 3 == 0 ? "asl-yaml" : "asl"
    let document: JSON = ["uri": "m.asl", "languageId": language, "version": 1, "text": .string(text)]
    notify("textDocument/didOpen", ["textDocument": document], to: &server)
    if let check = server.nextCheck() { server.take(check.run()) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var requests = 1
    for step in 0..<8 {
        let line = lines.count * step / 8
        let column = (lines.indices.contains(line) ? lines[line].utf16.count : 0) * (step + 1) / 9
        let position: JSON = ["line": .integer(Int64(line)), "character": .integer(Int64(column))]
        let range: JSON = ["start": ["line": 0, "character": 0], "end": position]
        let place: JSON = [
            "textDocument": ["uri": "m.asl"], "position": position, "range": range, "newName": "new",
            "context": ["includeDeclaration": true], "options": ["tabSize": 2, "insertSpaces": true],
        ]
        for method in [
            "hover", "completion", "definition", "references", "documentSymbol", "prepareRename", "rename",
            "foldingRange", "formatting", "codeAction",
        ] {
            send("textDocument/\(method)", place, to: &server)
            requests += 1
        }
        let change: JSON = ["range": range, "text": .string(String(text.prefix(step)))]
        let changed: JSON = ["textDocument": ["uri": "m.asl", "version": 2], "contentChanges": [change]]
        if step > 4 { notify("textDocument/didChange", changed, to: &server) }
    }
    var reader = MessageReader()
    reader.append(server.takeOutput())
    var answers = 0
    while let item = reader.next() {
        guard case .message(let body) = item, let json = try? JSON(parsing: body) else {
            preconditionFailure("what is sent is a message")
        }
        if json["id"] != nil { answers += 1 }
    }
    precondition(answers == requests, "every request has one answer")
    return 0
}

private func send(_ method: String, _ params: JSON, to server: inout LanguageServer) {
    receive(["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params], &server)
}

private func notify(_ method: String, _ params: JSON, to server: inout LanguageServer) {
    receive(["jsonrpc": "2.0", "method": .string(method), "params": params], &server)
}

private func receive(_ message: JSON, _ server: inout LanguageServer) {
    let body = message.bytes
    server.receive(Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
}
