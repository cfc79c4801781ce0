import FlowJSON

/// Takes an expression apart into tokens, on demand, since `/` means division or a regular expression by its place.
struct Lexer {
    let arena: Arena
    let bytes: UnsafeBufferPointer<UInt8>
    private let hasNewOperators: Bool
    var position = 0

    init(_ source: String, dialect: Dialect, arena: Arena) {
        self.arena = arena
        var source = source
        bytes = source.withUTF8 { arena.text($0).bytes }
        hasNewOperators = dialect == .reference
    }

    var count: Int { bytes.count }

    func byte(_ at: Int) -> UInt8 { at >= 0 && at < bytes.count ? bytes[at] : 0 }

    func text(_ range: Range<Int>) -> SourceText {
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        return part.baseAddress.map { SourceText(start: $0, count: part.count) } ?? SourceText("")
    }

    /// The next token; `afterOperand` tells that a `/` is a division.
    mutating func next(afterOperand: Bool) throws(EvaluationError) -> Token {
        try skipBlanksAndComments()
        guard position < bytes.count else { return Token(kind: .end, text: SourceText("(end)"), position: count) }
        let first = bytes[position]
        if first == UInt8(ascii: "/"), !afterOperand {
            position += 1
            return try regex()
        }
        if Self.endsName(first), let sign = sign(first) {
            position += sign.length
            if sign.kind == .exclamation || sign.kind == .tilde {
                throw EvaluationError("S0204", position: position, token: "\(sign.kind.sign)")
            }
            return Token(kind: sign.kind, text: SourceText(sign.kind.sign), position: position)
        }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try string(quote: first)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "`"):
            position += 1
            let start = position
            guard let end = bytes[start...].firstIndex(of: first) else {
                throw EvaluationError("S0105", position: count)
            }
            position = end + 1
            return Token(kind: .name, text: text(start..<end), position: position)
        default: return name()
        }
    }

    private mutating func skipBlanksAndComments() throws(EvaluationError) {
        while position < bytes.count {
            if Self.isBlank(bytes[position]) {
                position += 1
            } else if bytes[position] == UInt8(ascii: "/"), byte(position + 1) == UInt8(ascii: "*") {
                let start = position
                position += 2
                while !(byte(position) == UInt8(ascii: "*") && byte(position + 1) == UInt8(ascii: "/")) {
                    position += 1
                    guard position < bytes.count else { throw EvaluationError("S0106", position: start) }
                }
                position += 2
            } else {
                return
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0x0B
    }

    /// Whether a byte is a blank or a sign, at which a name ends.
    @inline(__always)
    private static func endsName(_ byte: UInt8) -> Bool {
        // One bit for each such byte of ASCII, the first 64 and the others.
        let bits: UInt64 = byte < 64 ? 0xFC00_FF6B_0000_2E00 : 0x7800_0000_6800_0001
        return byte < 128 && bits >> UInt64(byte & 63) & 1 != 0
    }

    private func sign(_ first: UInt8) -> (kind: TokenKind, length: Int)? {
        let second = byte(position + 1)
        switch (first, second) {
        case (UInt8(ascii: "."), UInt8(ascii: ".")): return (.range, 2)
        case (UInt8(ascii: ":"), UInt8(ascii: "=")): return (.assign, 2)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): return (.notEqual, 2)
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): return (.greaterOrEqual, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): return (.lessOrEqual, 2)
        case (UInt8(ascii: "*"), UInt8(ascii: "*")): return (.doubleStar, 2)
        case (UInt8(ascii: "~"), UInt8(ascii: ">")): return (.apply, 2)
        case (UInt8(ascii: "?"), UInt8(ascii: ":")) where hasNewOperators: return (.elvis, 2)
        case (UInt8(ascii: "?"), UInt8(ascii: "?")) where hasNewOperators: return (.coalesce, 2)
        default: break
        }
        return Self.single(first).map { ($0, 1) }
    }

    private static func single(_ byte: UInt8) -> TokenKind? {
        switch byte {
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "["): .openBracket
        case UInt8(ascii: "]"): .closeBracket
        case UInt8(ascii: "{"): .openBrace
        case UInt8(ascii: "}"): .closeBrace
        case UInt8(ascii: "("): .openParen
        case UInt8(ascii: ")"): .closeParen
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: "#"): .hash
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "?"): .question
        case UInt8(ascii: "+"): .plus
        case UInt8(ascii: "-"): .minus
        case UInt8(ascii: "*"): .star
        case UInt8(ascii: "/"): .slash
        case UInt8(ascii: "%"): .percent
        case UInt8(ascii: "|"): .bar
        case UInt8(ascii: "="): .equal
        case UInt8(ascii: "<"): .less
        case UInt8(ascii: ">"): .greater
        case UInt8(ascii: "^"): .caret
        case UInt8(ascii: "&"): .ampersand
        case UInt8(ascii: "!"): .exclamation
        case UInt8(ascii: "~"): .tilde
        default: nil
        }
    }

    private mutating func name() -> Token {
        let start = position
        while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
        if bytes[start] == UInt8(ascii: "$") {
            return Token(kind: .variable, text: text(start + 1..<position), position: position)
        }
        let word = text(start..<position)
        guard word.count < 6 else { return Token(kind: .name, text: word, position: position) }
        switch true {
        case word == "or": return Token(kind: .or, text: word, position: position)
        case word == "and": return Token(kind: .and, text: word, position: position)
        case word == "in": return Token(kind: .in, text: word, position: position)
        case word == "true": return Token(kind: .value, text: word, literal: .bool(true), position: position)
        case word == "false": return Token(kind: .value, text: word, literal: .bool(false), position: position)
        case word == "null": return Token(kind: .value, text: word, literal: .null, position: position)
        default: return Token(kind: .name, text: word, position: position)
        }
    }

    private mutating func number() throws(EvaluationError) -> Token {
        func isDigit(_ at: Int) -> Bool { byte(at) >= UInt8(ascii: "0") && byte(at) <= UInt8(ascii: "9") }
        let start = position
        var end = position
        if byte(end) == UInt8(ascii: "0") { end += 1 } else { while isDigit(end) { end += 1 } }
        var isInteger = true
        if byte(end) == UInt8(ascii: "."), isDigit(end + 1) {
            isInteger = false
            end += 1
            while isDigit(end) { end += 1 }
        }
        if byte(end) == UInt8(ascii: "e") || byte(end) == UInt8(ascii: "E") {
            var digits = end + 1
            if byte(digits) == UInt8(ascii: "+") || byte(digits) == UInt8(ascii: "-") { digits += 1 }
            if isDigit(digits) {
                isInteger = false
                end = digits
                while isDigit(end) { end += 1 }
            }
        }
        let word = text(start..<end)
        if isInteger, let integer = Self.integer(word), integer <= 1 << 53 {
            position = end
            return Token(kind: .number, text: word, literal: .integer(integer), position: end)
        }
        guard let double = Double(word.string), double.isFinite else {
            throw EvaluationError("S0102", position: position, token: word.string)
        }
        position = end
        return Token(kind: .number, text: word, literal: .double(double), position: end)
    }

    /// The value of digits; `nil` where they are too many for 64 bits.
    private static func integer(_ digits: SourceText) -> Int64? {
        guard digits.count > 0, digits.count <= 18 else { return Int64(digits.string) }
        var value: Int64 = 0
        for byte in digits.bytes { value = value * 10 + Int64(byte - UInt8(ascii: "0")) }
        return value
    }
}
