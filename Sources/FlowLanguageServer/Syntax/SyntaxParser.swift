/// Reads JSON that may be unfinished: what is missing is left out, what is too much is passed over.
///
/// A string before a colon is always a key: it ends arrays that were not closed and members that have no value yet. A
/// string ends with its line at the latest.
struct SyntaxParser {
    private typealias Kind = SyntaxTree.Kind

    /// What an open container waits for.
    private enum Expectation {
        case key
        case colon
        case value
        case comma
    }

    private struct Open {
        let node: Int
        let kind: Kind
        var expects: Expectation
        /// The member that waits for its value.
        var member = -1
    }

    /// The most containers inside each other; what is deeper is passed over.
    static let depthLimit = 256

    private let bytes: [UInt8]
    private var nodes: [SyntaxTree.Node] = []
    private var stack: [Open] = []
    private var ignoredDepth = 0
    private var position = 0

    static func parse(_ bytes: [UInt8]) -> SyntaxTree {
        var parser = SyntaxParser(bytes)
        parser.read()
        return SyntaxTree(bytes: bytes, nodes: parser.nodes)
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        nodes.reserveCapacity(bytes.count / 16)
        nodes.append(SyntaxTree.Node(kind: .document, start: 0, end: Int32(clamping: bytes.count), parent: -1))
        stack = [Open(node: 0, kind: .document, expects: .value)]
    }

    private mutating func read() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "{"): open(.object)
            case UInt8(ascii: "["): open(.array)
            case UInt8(ascii: "}"): close(.object)
            case UInt8(ascii: "]"): close(.array)
            case UInt8(ascii: ","): separate()
            case UInt8(ascii: ":"): colon()
            case UInt8(ascii: "\""): string()
            default: word()
            }
        }
        while stack.count > 1 { leave(at: bytes.count, isClosed: false) }
    }

    private var top: Open {
        get { stack[stack.count - 1] }
        set { stack[stack.count - 1] = newValue }
    }

    private mutating func open(_ kind: Kind) {
        defer { position += 1 }
        guard ignoredDepth == 0, stack.count <= Self.depthLimit else {
            if ignoredDepth == 0 { _ = add(.word, position..<position + 1) }
            ignoredDepth += 1
            return
        }
        let node = add(kind, position..<position + 1, isClosed: false)
        stack.append(Open(node: node, kind: kind, expects: kind == .object ? .key : .value))
    }

    private mutating func close(_ kind: Kind) {
        defer { position += 1 }
        guard ignoredDepth == 0 else {
            ignoredDepth -= 1
            return
        }
        guard stack.contains(where: { $0.kind == kind }) else { return }
        while top.kind != kind { leave(at: position, isClosed: false) }
        leave(at: position + 1, isClosed: true)
    }

    private mutating func leave(at end: Int, isClosed: Bool) {
        nodes[top.node].end = Int32(clamping: end)
        nodes[top.node].isClosed = isClosed
        stack.removeLast()
    }

    private mutating func separate() {
        position += 1
        guard ignoredDepth == 0 else { return }
        top.expects = top.kind == .object ? .key : .value
        top.member = -1
    }

    private mutating func colon() {
        position += 1
        guard ignoredDepth == 0, top.kind == .object, top.expects == .colon else { return }
        top.expects = .value
        nodes[top.member].hasColon = true
        nodes[top.member].start = Int32(clamping: position)
        nodes[top.member].end = Int32(clamping: position)
    }

    private mutating func string() {
        let start = position
        position += 1
        var isClosed = false
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                isClosed = true
                break
            }
            if byte == UInt8(ascii: "\\"), position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
                position += 1
            }
        }
        guard ignoredDepth == 0 else { return }
        if isClosed, isBeforeColon, stack.contains(where: { $0.kind == .object }) {
            while top.kind != .object { leave(at: start, isClosed: false) }
            return addMember(start..<position)
        }
        if top.kind == .object, top.expects == .key || top.expects == .comma { return addMember(start..<position) }
        _ = add(.string, start..<position, isClosed: isClosed)
    }

    private var isBeforeColon: Bool {
        var index = position
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case let byte: return byte == UInt8(ascii: ":")
            }
        }
        return false
    }

    private mutating func word() {
        let start = position
        position += 1
        while position < bytes.count, !isDelimiter(bytes[position]) { position += 1 }
        guard ignoredDepth == 0 else { return }
        if top.kind == .object, top.expects == .key || top.expects == .comma { return addMember(start..<position) }
        let isNumber = bytes[start] == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[start]
        _ = add(isNumber ? .number : .word, start..<position)
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""):
            true
        default: false
        }
    }

    /// Adds a member that waits for its value.
    private mutating func addMember(_ key: Range<Int>) {
        var node = SyntaxTree.Node(
            kind: .missing,
            start: Int32(clamping: key.upperBound),
            end: Int32(clamping: key.upperBound),
            parent: Int32(clamping: top.node)
        )
        node.keyStart = Int32(clamping: key.lowerBound)
        node.keyEnd = Int32(clamping: key.upperBound)
        top.member = append(node)
        top.expects = .colon
    }

    /// Adds a value where the open container takes one.
    private mutating func add(_ kind: Kind, _ range: Range<Int>, isClosed: Bool = true) -> Int {
        let start = Int32(clamping: range.lowerBound)
        let end = Int32(clamping: range.upperBound)
        defer { top.expects = .comma }
        if top.kind == .object, top.member >= 0, top.expects == .value || top.expects == .colon {
            let member = top.member
            nodes[member].kind = kind
            nodes[member].start = start
            nodes[member].end = end
            nodes[member].isClosed = isClosed
            top.member = -1
            return member
        }
        let parent = Int32(clamping: top.node)
        return append(SyntaxTree.Node(kind: kind, isClosed: isClosed, start: start, end: end, parent: parent))
    }

    private mutating func append(_ node: SyntaxTree.Node) -> Int {
        let id = nodes.count
        let parent = top.node
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
