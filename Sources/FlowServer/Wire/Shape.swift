/// What the value of an input's member may be.
indirect enum Shape: Sendable {
    /// A text of so many characters, which perhaps follows a pattern.
    case text(ClosedRange<Int>, pattern: TextPattern? = nil, isSensitive: Bool = false)
    /// A task token; its bound is a reading of the specification.
    case taskToken
    /// One of the given texts.
    case choice([String])
    /// A whole number within a range.
    case integer(ClosedRange<Int64>)
    /// A number within a range.
    case number(ClosedRange<Double>)
    /// `true` or `false`.
    case flag
    /// A list of so many elements.
    case list(of: Shape, ClosedRange<Int>)
    /// An object of the given members; others are ignored.
    case structure([Member])
}

/// One member of an operation's input.
struct Member: Sendable {
    let name: String
    let shape: Shape
    let isRequired: Bool

    private init(name: String, shape: Shape, isRequired: Bool) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
    }

    static func required(_ name: String, _ shape: Shape) -> Member {
        Member(name: name, shape: shape, isRequired: true)
    }

    static func optional(_ name: String, _ shape: Shape) -> Member {
        Member(name: name, shape: shape, isRequired: false)
    }
}

/// A pattern that texts follow, with the regular expression that AWS names when one does not.
struct TextPattern: Sendable {
    let expression: String
    let matches: @Sendable (String) -> Bool

    /// The name of an alias: not only digits.
    static let aliasName = TextPattern(expression: #"^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"#) { text in
        let isMark = { (byte: UInt8) in [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte) }
        return text.utf8.allSatisfy { isMark($0) || $0.isLetter || $0.isDigit }
            && text.utf8.contains { isMark($0) || $0.isLetter }
    }
    /// A client's token: visible ASCII.
    static let clientToken = TextPattern(expression: "[!-~]+") { text in
        !text.isEmpty && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
    /// A trace header: ASCII.
    static let traceHeader = TextPattern(expression: #"\p{ASCII}*"#) { text in text.utf8.allSatisfy { $0 < 0x80 } }
}

extension UInt8 {
    /// Whether it is an ASCII letter.
    var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
    /// Whether it is an ASCII digit.
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
