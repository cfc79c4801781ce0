import FlowDiagnostics
import FlowJSON

/// A change of the text that surely does away with a diagnostic.
struct Mend {
    let title: String
    let range: Range<Int>
    let text: String

    /// The mend of a diagnostic of a node, or `nil` where the author has to decide.
    init?(of diagnostic: Diagnostic, at node: SyntaxTree.NodeID, in tree: SyntaxTree) {
        if let hint = diagnostic.hint, hint.hasPrefix("Did you mean"), let meant = Self.quoted(in: hint).first {
            guard let range = Self.misspelled(diagnostic, at: node, in: tree) else { return nil }
            self.init(title: "Change to \"\(meant)\"", range: range, text: Self.escaped(meant))
            return
        }
        switch diagnostic.code.text {
        case "A10" where tree.member("Next", of: node) == nil && tree.member("End", of: node) == nil:
            let range = tree.range(of: node)
            guard tree.nodes[node].isClosed, let last = Array(tree.children(of: node)).last else { return nil }
            let end = tree.range(of: last).upperBound
            let gap = Self.gap(before: last, in: tree)
            guard end <= range.upperBound else { return nil }
            self.init(title: "End here with \"End\": true", range: end..<end, text: ",\(gap)\"End\": true")
        case "B19" where tree.hasKey(node, "Iterator"):
            guard let key = tree.keyRange(of: node) else { return nil }
            self.init(title: "Rename to \"ItemProcessor\"", range: key, text: "\"ItemProcessor\"")
        case "C04":
            guard let key = tree.keyRange(of: node) else { return nil }
            let end = tree.contentRange(of: key).upperBound
            self.init(title: "Evaluate it: add \".$\" to the key", range: end..<end, text: ".$")
        case "C07":
            guard tree.kind(of: node) == .string, let text = tree.string(of: node) else { return nil }
            let trimmed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            guard trimmed.hasPrefix("{%"), trimmed.hasSuffix("%}"), trimmed != text else { return nil }
            self.init(
                title: "Remove the blanks around the expression",
                range: tree.range(of: node),
                text: Self.token(trimmed)
            )
        default: return nil
        }
    }

    private init(title: String, range: Range<Int>, text: String) {
        self.title = title
        self.range = range
        self.text = text
    }

    /// The texts between double quotes.
    static func quoted(in text: String) -> [String] {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 && $0 + 1 < parts.count }.map { String(parts[$0]) }
    }

    /// A text as it stands between the quotes of a JSON string.
    static func escaped(_ text: String) -> String { String(token(text).dropFirst().dropLast()) }

    /// A text as a JSON string.
    static func token(_ text: String) -> String { JSON.string(text).text }

    /// The bytes of the word that the message quotes: a whole value, a whole key, or one part of a value.
    private static func misspelled(
        _ diagnostic: Diagnostic,
        at node: SyntaxTree.NodeID,
        in tree: SyntaxTree
    ) -> Range<Int>? {
        let words = quoted(in: diagnostic.message)
        if let value = tree.string(of: node), words.contains(value) {
            return tree.contentRange(of: tree.range(of: node))
        }
        if let key = tree.keyRange(of: node), let text = tree.keyText(of: node), words.contains(text) {
            return tree.contentRange(of: key)
        }
        guard tree.kind(of: node) == .string else { return nil }
        let content = tree.contentRange(of: tree.range(of: node))
        for word in words {
            let places = occurrences(of: Array(word.utf8), in: content, of: tree.bytes)
            if places.count == 1 { return places[0] }
        }
        return nil
    }

    private static func occurrences(of word: [UInt8], in range: Range<Int>, of bytes: [UInt8]) -> [Range<Int>] {
        guard !word.isEmpty, word.count <= range.count else { return [] }
        return (range.lowerBound...range.upperBound - word.count).filter { start in
            bytes[start..<start + word.count].elementsEqual(word)
        }.map { $0..<$0 + word.count }
    }

    /// The blanks between a member and what comes before it; one where there are none.
    private static func gap(before node: SyntaxTree.NodeID, in tree: SyntaxTree) -> String {
        let start = tree.wholeRange(of: node).lowerBound
        var position = start
        while position > 0, [0x20, 0x09, 0x0A, 0x0D].contains(tree.bytes[position - 1]) { position -= 1 }
        return position == start ? " " : String(decoding: tree.bytes[position..<start], as: UTF8.self)
    }
}
