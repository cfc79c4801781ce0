import FlowDiagnostics

/// What is wrong in a JSON text, and at which byte.
struct SyntaxError: Error {
    enum Kind {
        case emptyText
        case unexpectedEnd(expected: StaticString)
        case unexpected(expected: StaticString)
        case trailingText
        case trailingComma
        case malformedNumber(StaticString)
        case numberOutOfRange
        case controlCharacter
        case unterminatedString
        case malformedEscape
        case loneSurrogate
        case malformedUTF8
        case tooDeep(Int)
        case duplicateKey(String)
    }

    let kind: Kind
    let offset: Int
}

extension SyntaxError {
    /// The error in the author's terms: line, column and the text that stands there.
    func diagnostic(in text: UnsafeBufferPointer<UInt8>, file: String?) -> Diagnostic {
        let (line, column) = lineAndColumn(of: offset, in: text)
        let location = TextLocation(file: file, line: line, column: column, offset: offset)
        let found = Self.word(at: offset, in: text)
        let (code, message, hint): (Diagnostic.Code, String, String?) =
            switch kind {
            case .emptyText: ("J01", "The text holds no JSON value.", nil)
            case .unexpectedEnd(let expected): ("J02", "The text ends where \(expected) should be.", nil)
            case .unexpected(let expected):
                ("J03", "Here stands \(found) where \(expected) should be.", hint(for: found))
            case .trailingText: ("J04", "After the JSON value stands \(found).", "A JSON text is one value.")
            case .trailingComma:
                (
                    "J05", "A comma stands before \(Self.word(at: end(ofBlanksAfter: offset, in: text), in: text)).",
                    "Remove the comma after the last one."
                )
            case .malformedNumber(let why): ("J06", "The number \(found) \(why).", nil)
            case .numberOutOfRange: ("J07", "The number \(found) is too large for a double.", nil)
            case .controlCharacter:
                ("J08", "A string holds \(found).", "Write control characters as escapes, such as \\n or \\u0007.")
            case .unterminatedString: ("J09", "A string has no closing quote.", nil)
            case .malformedEscape:
                (
                    "J10", "A string holds the unknown escape \(found).",
                    #"Escapes are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits."#
                )
            case .loneSurrogate:
                (
                    "J11", "A string holds half of a surrogate pair, \(found).",
                    #"Characters beyond U+FFFF are two escapes, such as \ud83d\ude00."#
                )
            case .malformedUTF8: ("J12", "The bytes here are not UTF-8.", nil)
            case .tooDeep(let limit): ("J13", "The value is nested more than \(limit) levels deep.", nil)
            case .duplicateKey(let key): ("J14", "The object has the key \"\(key)\" twice.", nil)
            }
        return Diagnostic(code: code, message: message, location: location, hint: hint)
    }

    /// The first byte after the one at an offset that is no blank.
    private func end(ofBlanksAfter offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        text[min(offset + 1, text.count)...].firstIndex { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } ?? text.count
    }

    private func hint(for found: String) -> String? {
        switch found {
        case "'": "Strings and keys are written in double quotes."
        case "/", "//", "/*", "#": "JSON has no comments."
        case "NaN", "Infinity", "-Infinity", "undefined": "JSON has no such number; use null."
        case "True", "False", "None": "JSON writes true, false and null."
        default: nil
        }
    }

    /// What stands at an offset: a whole word, number or escape, else one character, quoted where that can be read.
    private static func word(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> String {
        guard offset < text.count else { return "the end of the text" }
        func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        var end = offset
        if text[offset] == UInt8(ascii: "\\") {
            end = min(text.count, offset + (text[offset + 1 < text.count ? offset + 1 : offset] == 0x75 ? 6 : 2))
            while end < text.count, text[end] & 0xc0 == 0x80 { end += 1 }
        } else if text[offset] < 0x20 || text[offset] == 0x7f {
            let digits = String(text[offset], radix: 16, uppercase: true)
            return "the control character U+" + String(repeating: "0", count: 4 - digits.count) + digits
        } else if isWord(text[offset]) {
            while end < text.count, isWord(text[end]), end - offset < 40 { end += 1 }
        } else {
            end += 1
            while end < text.count, text[end] & 0xc0 == 0x80 { end += 1 }
        }
        return String(decoding: text[offset..<end], as: UTF8.self)
    }
}

/// The line and the column in Unicode scalars, both from 1, of a byte.
///
/// A line ends with `\n`, `\r\n` or `\r`. A byte order mark is no column.
func lineAndColumn(of offset: Int, in text: UnsafeBufferPointer<UInt8>) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for position in 0..<min(offset, text.count) {
        let byte = text[position]
        let isCarriageReturnAlone =
            byte == 0x0d && !(position + 1 < text.count && text[position + 1] == 0x0a)
        if byte == 0x0a || isCarriageReturnAlone {
            line += 1
            column = 1
        } else if byte & 0xc0 != 0x80, !(position == 0 && text.starts(with: [0xef, 0xbb, 0xbf])) {
            column += 1
        }
    }
    return (line, column)
}
