import FlowDiagnostics
import FlowJSON

/// Shows the validator's diagnostics where they are in a document.
struct DiagnosticPlaces {
    let document: OpenDocument
    let analysis: Analysis
    let encoding: PositionEncoding

    /// The diagnostic as the protocol has it.
    func json(_ diagnostic: Diagnostic) -> JSON {
        var object: JSONObject = [
            "range": range(of: diagnostic).json,
            "severity": .integer(severity(of: diagnostic)),
            "code": .string(diagnostic.code.text),
            "source": "flow-task",
            "message": .string([diagnostic.message, diagnostic.hint].compactMap(\.self).joined(separator: "\n")),
        ]
        let related = related(to: diagnostic)
        if !related.isEmpty { object["relatedInformation"] = .array(related) }
        return .object(object)
    }

    private func severity(of diagnostic: Diagnostic) -> Int64 {
        switch diagnostic.severity {
        case .error: 1
        case .warning: 2
        case .information: 3
        }
    }

    /// The member that a diagnostic is about, where the document is JSON that was read.
    func node(of diagnostic: Diagnostic) -> SyntaxTree.NodeID? {
        guard document.form == .json, let pointer = diagnostic.location.pointer else { return nil }
        return analysis.tree.node(at: pointer)
    }

    /// What is underlined: a member with a short value as a whole, else its key, else the rest of the word.
    func range(of diagnostic: Diagnostic) -> TextRange {
        if let node = node(of: diagnostic) {
            let whole = analysis.tree.wholeRange(of: node)
            let isLong = [.object, .array].contains(analysis.tree.kind(of: node))
            let short = isLong ? analysis.tree.keyRange(of: node) ?? whole.lowerBound..<whole.lowerBound + 1 : whole
            return document.text.range(of: short, encoding)
        }
        let start = offset(of: diagnostic)
        var end = start
        let bytes = document.text.bytes
        while end < bytes.count, ![0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":")].contains(bytes[end]) { end += 1 }
        return document.text.range(of: start..<end, encoding)
    }

    private func offset(of diagnostic: Diagnostic) -> Int {
        let count = document.text.bytes.count
        if let offset = diagnostic.location.offset { return min(max(offset, 0), count) }
        guard let line = diagnostic.location.line, line > 0, line <= document.text.lineStarts.count else { return 0 }
        // Columns count characters from 1; a character of four bytes is one of them.
        var offset = document.text.lineStarts[line - 1]
        let bytes = document.text.bytes
        for _ in 1..<max(diagnostic.location.column ?? 1, 1) where offset < bytes.count && bytes[offset] != 0x0A {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return offset
    }

    /// The states that a diagnostic speaks of beside its own place.
    private func related(to diagnostic: Diagnostic) -> [JSON] {
        guard let node = node(of: diagnostic) else { return [] }
        let names = Set(Mend.quoted(in: diagnostic.hint ?? "") + Mend.quoted(in: diagnostic.message))
        guard ["A04", "A06", "A12", "A13", "A14", "A15"].contains(diagnostic.code.text) else { return [] }
        let states = analysis.outline.states.filter { names.contains($0.name) && $0.node != node }
        return states.prefix(5).compactMap { state in
            guard let key = analysis.tree.keyRange(of: state.node) else { return nil }
            return [
                "location": [
                    "uri": .string(document.uri), "range": document.text.range(of: key, encoding).json,
                ],
                "message": .string("The state \"\(state.name)\" is here."),
            ]
        }
    }
}
