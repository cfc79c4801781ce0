import FlowJSON

/// JSON as it stands in a text that may be unfinished: what is there, and where.
///
/// Nodes lie flat in one array, so that a text of a megabyte is read in milliseconds. The first node is the document.
struct SyntaxTree: Sendable {
    typealias NodeID = Int

    enum Kind: UInt8, Sendable {
        /// The whole text; its children are its values, usually one.
        case document
        case object
        case array
        case string
        case number
        /// `true`, `false`, `null`, or anything that has no quotes yet.
        case word
        /// The value of a member that has none yet; it lies where the value would begin.
        case missing
    }

    /// A value with the key that it has as a member of an object.
    struct Node: Sendable {
        var kind: Kind
        /// Whether a container has its bracket, or a string its second quote.
        var isClosed = true
        /// Whether a colon follows the key.
        var hasColon = false
        /// The bytes of the value.
        var start: Int32
        var end: Int32
        /// The bytes of the key with its quotes; -1 where the value is no member.
        var keyStart: Int32 = -1
        var keyEnd: Int32 = -1
        var parent: Int32
        var firstChild: Int32 = -1
        var lastChild: Int32 = -1
        var next: Int32 = -1
    }

    let bytes: [UInt8]
    let nodes: [Node]

    /// The document's value, or `nil` where the text is blank.
    var root: NodeID? { children(of: 0).first { _ in true } }

    func kind(of node: NodeID) -> Kind { nodes[node].kind }
    func parent(of node: NodeID) -> NodeID? { nodes[node].parent < 0 ? nil : Int(nodes[node].parent) }
    /// The bytes of a node's value.
    func range(of node: NodeID) -> Range<Int> { Int(nodes[node].start)..<Int(nodes[node].end) }

    /// The bytes of a member's key with its quotes.
    func keyRange(of node: NodeID) -> Range<Int>? {
        nodes[node].keyStart < 0 ? nil : Int(nodes[node].keyStart)..<Int(nodes[node].keyEnd)
    }

    /// The bytes of a member with its key, or of a value without one.
    func wholeRange(of node: NodeID) -> Range<Int> {
        (keyRange(of: node)?.lowerBound ?? Int(nodes[node].start))..<Int(nodes[node].end)
    }

    func children(of node: NodeID) -> Children { Children(nodes: nodes, position: Int(nodes[node].firstChild)) }

    /// The nodes of a container in the order of the text.
    struct Children: Sequence, IteratorProtocol {
        fileprivate let nodes: [Node]
        fileprivate var position: Int

        mutating func next() -> NodeID? {
            guard position >= 0 else { return nil }
            defer { position = Int(nodes[position].next) }
            return position
        }
    }

    /// The member of an object with that key; the last one, where it stands twice.
    func member(_ key: String, of node: NodeID?) -> NodeID? {
        guard let node, kind(of: node) == .object else { return nil }
        var found: NodeID?
        for child in children(of: node) where hasKey(child, key) { found = child }
        return found
    }

    func hasKey(_ node: NodeID, _ key: String) -> Bool {
        guard let range = keyRange(of: node) else { return false }
        let content = contentRange(of: range)
        let bytes = bytes[content]
        if bytes.count == key.utf8.count { return bytes.elementsEqual(key.utf8) }
        return bytes.contains(UInt8(ascii: "\\")) && sameBytes(keyText(of: node) ?? "", key)
    }

    /// A member's key, its escapes read.
    func keyText(of node: NodeID) -> String? { keyRange(of: node).map(text(ofToken:)) }

    /// The text of a string, its escapes read.
    func string(of node: NodeID?) -> String? {
        guard let node, kind(of: node) == .string else { return nil }
        return text(ofToken: range(of: node))
    }

    /// The text of a token without its quotes.
    func text(ofToken range: Range<Int>) -> String {
        let content = contentRange(of: range)
        let raw = String(decoding: bytes[content], as: UTF8.self)
        if bytes[range].first == UInt8(ascii: "'") {
            return raw.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'")
        }
        let isQuoted = bytes[range].first == UInt8(ascii: "\"")
        guard isQuoted, bytes[content].contains(UInt8(ascii: "\\")) else { return raw }
        // `try?`: an escape that is not finished yet is shown as it stands.
        return (try? JSON(parsing: "\"\(raw)\""))?.stringValue ?? raw
    }

    /// The bytes between the quotes of a token.
    func contentRange(of token: Range<Int>) -> Range<Int> {
        guard let quote = bytes[token].first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return token
        }
        let start = token.lowerBound + 1
        var end = token.upperBound
        if end > start, bytes[end - 1] == quote, !isEscaped(end - 1, from: start) { end -= 1 }
        return start..<end
    }

    private func isEscaped(_ position: Int, from start: Int) -> Bool {
        var count = 0
        var index = position - 1
        while index >= start, bytes[index] == UInt8(ascii: "\\") {
            count += 1
            index -= 1
        }
        return count % 2 == 1
    }

    /// The node that a JSON pointer names, or the innermost one on the way there.
    func node(at pointer: String) -> NodeID? {
        guard var node = root else { return nil }
        for step in JSONPointer.steps(of: pointer) {
            let inner: NodeID? =
                kind(of: node) == .array
                ? Int(step).flatMap { position in children(of: node).dropFirst(max(0, position)).first { _ in true } }
                : member(step, of: node)
            guard let inner else { return node }
            node = inner
        }
        return node
    }
}
