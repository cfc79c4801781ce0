import FlowJSON

/// How values are written: a value that is a whole part of a given text keeps its wording, a computed one is compact.
struct Wording: Sendable {
    /// The given texts that are not compact already.
    private var sources: [StateTestRequest.Text] = []

    /// Adds a text that somebody gave.
    mutating func add(_ text: String, _ value: JSON) {
        guard text != value.text else { return }
        sources.append(StateTestRequest.Text(text: text, value: value))
    }

    /// The text of a value.
    func text(of value: JSON) -> String {
        for source in sources {
            if let part = Self.part(equalTo: value, in: source) { return part }
        }
        return value.text
    }

    private static func part(equalTo value: JSON, in source: StateTestRequest.Text) -> String? {
        let bytes = Array(source.text.utf8)
        var search = PartSearch(bytes: bytes, wanted: value)
        search.visit(source.value)
        return search.found.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}

/// Walks over a text and its value at the same time, until a part equals the wanted value.
private struct PartSearch {
    let bytes: [UInt8]
    let wanted: JSON
    var found: Range<Int>?
    private var position = 0

    init(bytes: [UInt8], wanted: JSON) {
        self.bytes = bytes
        self.wanted = wanted
    }

    /// Goes over one value of the text; what cannot be followed, since a key stands twice, is left out.
    mutating func visit(_ value: JSON) {
        skipBlanks()
        let start = position
        switch value {
        case .object(let members):
            position += 1
            skipBlanks()
            var index = 0
            while found == nil, let byte, byte != UInt8(ascii: "}") {
                skipString()
                skipPunctuation(UInt8(ascii: ":"))
                guard index < members.count else { return }
                visit(members[index].value)
                index += 1
                skipPunctuation(UInt8(ascii: ","))
            }
            position += 1
        case .array(let elements):
            position += 1
            for element in elements where found == nil {
                visit(element)
                skipPunctuation(UInt8(ascii: ","))
            }
            skipBlanks()
            position += 1
        case .string: skipString()
        default: skipScalar()
        }
        guard found == nil, position <= bytes.count, value == wanted else { return }
        found = start..<position
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func skipPunctuation(_ mark: UInt8) {
        skipBlanks()
        if byte == mark { position += 1 }
        skipBlanks()
    }

    private mutating func skipString() {
        position += 1
        while let byte, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        position += 1
    }

    private mutating func skipScalar() {
        while let byte, !",]} \n\r\t".utf8.contains(byte) { position += 1 }
    }
}
