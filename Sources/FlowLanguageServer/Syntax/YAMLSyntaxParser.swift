/// Reads YAML that may be unfinished into the same tree as JSON: mappings and sequences by their indentation, texts, and
/// collections in brackets.
///
/// Anchors, tags and texts of several lines without quotes are read as they stand; the validator's own reader knows them.
struct YAMLSyntaxParser {
    private typealias Kind = SyntaxTree.Kind

    private struct Open {
        let node: Int
        let kind: Kind
        let column: Int
        /// The member or element that waits for its value, or -1.
        var pending = -1
    }

    /// How often the rest of the text is searched for a bracket in vain, so that reading takes no longer than the text.
    private static let mostVainLookaheads = 4

    private let bytes: [UInt8]
    private var vainLookaheads = 0
    private var nodes: [SyntaxTree.Node] = []
    private var stack: [Open] = []
    private var position = 0
    private var lineStart = 0
    private var lineEnd = 0
    /// A text of several lines after `|` or `>`, and the column that its lines lie behind.
    private var block: (node: Int, column: Int)?

    static func parse(_ bytes: [UInt8]) -> SyntaxTree {
        var parser = YAMLSyntaxParser(bytes)
        parser.read()
        return SyntaxTree(bytes: bytes, nodes: parser.nodes)
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        nodes.append(SyntaxTree.Node(kind: .document, start: 0, end: Int32(clamping: bytes.count), parent: -1))
        stack = [Open(node: 0, kind: .document, column: -1)]
    }

    private mutating func read() {
        while position < bytes.count {
            lineStart = position
            lineEnd = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            let begin = skipBlanks(from: position, to: lineEnd)
            position = lineEnd
            readLine(from: begin)
            while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D { position += 1 }
        }
        while stack.count > 1 { leave(at: bytes.count, isClosed: false) }
    }

    private mutating func readLine(from begin: Int) {
        guard begin < lineEnd else { return }
        if let block {
            if begin - lineStart > block.column {
                nodes[block.node].end = Int32(clamping: lineEnd)
                return
            }
            self.block = nil
        }
        let isMark = begin == lineStart && (bytes[begin..<lineEnd].starts(with: "---".utf8))
        guard bytes[begin] != UInt8(ascii: "#"), !isMark else { return }
        readContent(from: begin)
    }

    /// Reads what begins at a column: dashes of sequences, then a key with its value, or a value.
    private mutating func readContent(from begin: Int) {
        var begin = begin
        while bytes[begin] == UInt8(ascii: "-"), begin + 1 == lineEnd || bytes[begin + 1] == 0x20 {
            addElement(at: begin)
            begin = skipBlanks(from: begin + 1, to: lineEnd)
            guard begin < lineEnd, bytes[begin] != UInt8(ascii: "#") else { return }
        }
        let column = begin - lineStart
        if let colon = colon(after: begin) {
            addMember(begin..<trimmedEnd(from: begin, to: colon), column: column)
            let member = top.pending
            guard member >= 0 else { return }
            nodes[member].hasColon = true
            nodes[member].start = Int32(clamping: min(colon + 1, lineEnd))
            nodes[member].end = nodes[member].start
            let value = skipBlanks(from: colon + 1, to: lineEnd)
            guard value < lineEnd, bytes[value] != UInt8(ascii: "#") else { return }
            return addValue(from: value)
        }
        if top.pending < 0, column < top.column || top.kind == .object, bytes[begin] != UInt8(ascii: "{") {
            // A key that has no colon yet.
            return addMember(begin..<trimmedEnd(from: begin, to: lineEnd), column: column)
        }
        if top.kind != .array, top.pending >= 0, nodes[top.pending].keyStart >= 0, column <= top.column {
            return addMember(begin..<trimmedEnd(from: begin, to: lineEnd), column: column)
        }
        addValue(from: begin)
    }

    private var top: Open {
        get { stack[stack.count - 1] }
        set { stack[stack.count - 1] = newValue }
    }

    private mutating func leave(at end: Int, isClosed: Bool = true) {
        nodes[top.node].end = Int32(clamping: max(end, Int(nodes[top.node].start)))
        nodes[top.node].isClosed = isClosed
        stack.removeLast()
    }

    /// Leaves what lies deeper than a column; sequences at that column stay for another dash.
    private mutating func leave(to column: Int, isDash: Bool) {
        while stack.count > 1,
            top.column > column || top.column == column && top.kind == .array && !isDash
        {
            leave(at: lineStart)
        }
    }

    private mutating func addElement(at begin: Int) {
        let column = begin - lineStart
        leave(to: column, isDash: true)
        if top.kind != .array || top.column != column { open(.array, column: column, at: begin) }
        guard top.kind == .array else { return }
        let place = Int32(clamping: begin + 1)
        top.pending = append(
            SyntaxTree.Node(kind: .missing, start: place, end: place, parent: Int32(clamping: top.node))
        )
    }

    private mutating func addMember(_ key: Range<Int>, column: Int) {
        leave(to: column, isDash: false)
        if top.kind != .object || top.column != column { open(.object, column: column, at: key.lowerBound) }
        guard top.kind == .object else { return }
        let place = Int32(clamping: key.upperBound)
        var node = SyntaxTree.Node(kind: .missing, start: place, end: place, parent: Int32(clamping: top.node))
        node.keyStart = Int32(clamping: key.lowerBound)
        node.keyEnd = place
        top.pending = append(node)
    }

    /// Opens a container in the place that waits for a value; nothing where none does.
    private mutating func open(_ kind: Kind, column: Int, at begin: Int) {
        guard stack.count <= SyntaxParser.depthLimit, let node = place(begin) else { return }
        nodes[node].kind = kind
        nodes[node].isClosed = false
        top.pending = -1
        stack.append(Open(node: node, kind: kind, column: column))
    }

    /// The node that waits for a value, or a new one in the document.
    private mutating func place(_ begin: Int) -> Int? {
        if top.pending >= 0 { return top.pending }
        guard top.kind == .document else { return nil }
        let start = Int32(clamping: begin)
        return append(SyntaxTree.Node(kind: .missing, start: start, end: start, parent: 0))
    }

    private mutating func addValue(from begin: Int) {
        if bytes[begin] == UInt8(ascii: "{") || bytes[begin] == UInt8(ascii: "[") { return addFlow(from: begin) }
        guard let node = place(begin) else { return }
        let end: Int
        switch bytes[begin] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): end = quoteEnd(from: begin)
        default: end = trimmedEnd(from: begin, to: commentStart(from: begin))
        }
        let text = bytes[begin..<end]
        if text.first == UInt8(ascii: "|") || text.first == UInt8(ascii: ">") {
            block = (node, max(top.column, 0))
        }
        nodes[node].kind = kind(of: text)
        nodes[node].start = Int32(clamping: begin)
        nodes[node].end = Int32(clamping: end)
        top.pending = -1
    }

    private func kind(of text: ArraySlice<UInt8>) -> Kind {
        let words = ["true", "false", "null", "~"]
        if words.contains(where: { text.elementsEqual($0.utf8) }) { return .word }
        return Double(String(decoding: text, as: UTF8.self)) == nil ? .string : .number
    }

    /// Adds a collection in brackets: JSON's parser reads it, on this line or, where it goes on, on several.
    private mutating func addFlow(from begin: Int) {
        guard let node = place(begin) else { return }
        var tree = SyntaxParser.parse(Array(bytes[begin..<lineEnd]))
        if let root = tree.root, !tree.nodes[root].isClosed, vainLookaheads < Self.mostVainLookaheads {
            let longer = SyntaxParser.parse(Array(bytes[begin...]))
            if let root = longer.root, longer.nodes[root].isClosed { tree = longer } else { vainLookaheads += 1 }
        }
        guard let root = tree.root else { return }
        let base = nodes.count
        let shift = Int32(clamping: begin)
        for (index, inner) in tree.nodes.enumerated() {
            var inner = inner
            inner.start += shift
            inner.end += shift
            if inner.keyStart >= 0 {
                inner.keyStart += shift
                inner.keyEnd += shift
            }
            if inner.kind == .word { inner.kind = kind(of: bytes[Int(inner.start)..<Int(inner.end)]) }
            inner.parent = inner.parent < 0 ? -1 : Int(inner.parent) == root ? Int32(node) : inner.parent + Int32(base)
            for link in [\SyntaxTree.Node.firstChild, \.lastChild, \.next] where inner[keyPath: link] >= 0 {
                inner[keyPath: link] += Int32(base)
            }
            nodes.append(inner)
            guard index == root else { continue }
            nodes[node].kind = inner.kind
            nodes[node].isClosed = inner.isClosed
            nodes[node].start = inner.start
            nodes[node].end = inner.end
            nodes[node].firstChild = inner.firstChild
            nodes[node].lastChild = inner.lastChild
            position = max(lineEnd, Int(inner.end))
        }
        top.pending = -1
        position = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    }

    /// The colon that ends the key at a place, or `nil` where there is no key.
    private func colon(after begin: Int) -> Int? {
        var index = begin
        if bytes[begin] == UInt8(ascii: "\"") || bytes[begin] == UInt8(ascii: "'") { index = quoteEnd(from: begin) }
        guard bytes[begin] != UInt8(ascii: "{"), bytes[begin] != UInt8(ascii: "[") else { return nil }
        while index < lineEnd {
            let isLast = index + 1 == lineEnd || bytes[index + 1] == 0x20
            if bytes[index] == UInt8(ascii: ":"), isLast { return index }
            if bytes[index] == UInt8(ascii: "#"), index > begin, bytes[index - 1] == 0x20 { return nil }
            index += 1
        }
        return nil
    }

    /// Where a text in quotes ends, at the line's end at the latest.
    private func quoteEnd(from begin: Int) -> Int {
        let quote = bytes[begin]
        var index = begin + 1
        while index < lineEnd {
            if bytes[index] == quote {
                guard quote == UInt8(ascii: "'"), index + 1 < lineEnd, bytes[index + 1] == quote else {
                    return index + 1
                }
                index += 1
            } else if bytes[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                index += 1
            }
            index += 1
        }
        return lineEnd
    }

    private func commentStart(from begin: Int) -> Int {
        var index = begin + 1
        while index < lineEnd {
            if bytes[index] == UInt8(ascii: "#"), bytes[index - 1] == 0x20 { return index }
            index += 1
        }
        return lineEnd
    }

    private func trimmedEnd(from begin: Int, to end: Int) -> Int {
        var end = end
        while end > begin + 1, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return end
    }

    private func skipBlanks(from begin: Int, to end: Int) -> Int {
        var begin = begin
        while begin < end, bytes[begin] == 0x20 || bytes[begin] == 0x09 { begin += 1 }
        return min(begin, end)
    }

    private mutating func append(_ node: SyntaxTree.Node) -> Int {
        let id = nodes.count
        let parent = Int(node.parent)
        nodes.append(node)
        if nodes[parent].firstChild < 0 {
            nodes[parent].firstChild = Int32(clamping: id)
        } else {
            nodes[Int(nodes[parent].lastChild)].next = Int32(clamping: id)
        }
        nodes[parent].lastChild = Int32(clamping: id)
        return id
    }
}
