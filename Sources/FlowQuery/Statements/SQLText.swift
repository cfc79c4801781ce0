/// Finds where the first statement of a text ends, without understanding it.
///
/// Knows what may hide a `;`: quoted texts and names, dollar quotes, comments.
struct SQLText {
    /// The statement without blanks and comments before it and `;` after it, as offsets of bytes.
    let statement: Range<Int>
    /// Whether another statement follows.
    let hasMore: Bool
    /// The first word in lower case, opening parentheses skipped; empty where there is none.
    let keyword: String

    init(_ sql: String) {
        var scanner = SQLScanner(bytes: Array(sql.utf8))
        scanner.skipBlanks()
        let start = scanner.position
        scanner.skipStatement()
        statement = start..<scanner.position
        while scanner.skip(UInt8(ascii: ";")) { scanner.skipBlanks() }
        hasMore = !scanner.isAtEnd
        scanner.position = start
        while scanner.skip(UInt8(ascii: "(")) { scanner.skipBlanks() }
        keyword = scanner.word().lowercased()
    }

    /// Whether nothing but blanks and comments is in the text.
    var isBlank: Bool { statement.isEmpty && !hasMore }
}

/// Goes over SQL from the left.
private struct SQLScanner {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position >= bytes.count }

    private func byte(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard !isAtEnd, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Skips blanks and comments.
    mutating func skipBlanks() {
        while !isAtEnd {
            switch byte() {
            case UInt8(ascii: " "), 0x09...0x0d: position += 1
            case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"): skipLine()
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipBlockComment()
            default: return
            }
        }
    }

    /// Skips to the `;` after the statement, or to the end.
    mutating func skipStatement() {
        var wordStart = true
        while !isAtEnd {
            let current = byte()
            switch current {
            case UInt8(ascii: ";"): return
            case UInt8(ascii: "'"):
                // `E'…'` knows backslashes, where E is a word of its own.
                let followsE = position > 0 && bytes[position - 1] | 0x20 == UInt8(ascii: "e")
                skipQuoted(by: current, escapes: followsE && (position == 1 || !isNameByte(bytes[position - 2])))
            case UInt8(ascii: "\""): skipQuoted(by: current, escapes: false)
            case UInt8(ascii: "$") where wordStart: skipDollarQuoted()
            case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"): skipLine()
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipBlockComment()
            default: position += 1
            }
            wordStart = !isNameByte(current)
        }
    }

    /// The word here; empty where none begins.
    func word() -> String {
        String(decoding: bytes[min(position, bytes.count)...].prefix { isNameByte($0) }, as: UTF8.self)
    }

    private mutating func skipLine() {
        while !isAtEnd, byte() != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        while !isAtEnd {
            if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { return }
            } else {
                position += 1
            }
        }
        position = bytes.count
    }

    /// A doubled quote ends one text and begins the next, which comes to the same.
    private mutating func skipQuoted(by quote: UInt8, escapes: Bool) {
        position += 1
        while !isAtEnd, byte() != quote { position += escapes && byte() == UInt8(ascii: "\\") ? 2 : 1 }
        position = min(position + 1, bytes.count)
    }

    /// `$tag$ … $tag$`; a `$` that begins none of it is skipped alone.
    private mutating func skipDollarQuoted() {
        var end = position + 1
        while end < bytes.count, isNameByte(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        let startsWithDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(1))
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), !startsWithDigit else {
            position += 1
            return
        }
        let tag = Array(bytes[position...end])
        position = end + 1
        while position + tag.count <= bytes.count {
            if bytes[position..<position + tag.count].elementsEqual(tag) {
                position += tag.count
                return
            }
            position += 1
        }
        position = bytes.count
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
