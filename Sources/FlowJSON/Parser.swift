/// Reads one JSON text.
struct Parser {
    private let text: UnsafeBufferPointer<UInt8>
    private let options: JSON.ParsingOptions
    private var position = 0
    private var depth = 0

    init(text: UnsafeBufferPointer<UInt8>, options: JSON.ParsingOptions) {
        self.text = text
        self.options = options
    }

    mutating func parse() throws(SyntaxError) -> JSON {
        if text.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        skipBlanks()
        if position == text.count { throw error(.emptyText) }
        let value = try parseValue()
        skipBlanks()
        if position < text.count { throw error(.trailingText) }
        return value
    }

    private func error(_ kind: SyntaxError.Kind, at offset: Int? = nil) -> SyntaxError {
        SyntaxError(kind: kind, offset: offset ?? position)
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private func fail(expected: StaticString) -> SyntaxError {
        error(position < text.count ? .unexpected(expected: expected) : .unexpectedEnd(expected: expected))
    }

    private mutating func parseValue() throws(SyntaxError) -> JSON {
        switch next {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || (byte >= 48 && byte <= 57): return try parseNumber()
        default: throw fail(expected: "a value")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSON) throws(SyntaxError) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= text.count else { throw fail(expected: "a value") }
        for offset in 0..<word.utf8CodeUnitCount where text[position + offset] != word.utf8Start[offset] {
            throw fail(expected: "a value")
        }
        position = end
        return value
    }

    private mutating func parseArray() throws(SyntaxError) -> JSON {
        try enter()
        var elements: [JSON] = []
        skipBlanks()
        if next == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return .array([])
        }
        while true {
            elements.append(try parseValue())
            skipBlanks()
            switch next {
            case UInt8(ascii: ","):
                let comma = position
                position += 1
                skipBlanks()
                if next == UInt8(ascii: "]") { throw error(.trailingComma, at: comma) }
            case UInt8(ascii: "]"):
                position += 1
                depth -= 1
                return .array(elements)
            default: throw fail(expected: "\",\" or \"]\"")
            }
        }
    }

    private mutating func parseObject() throws(SyntaxError) -> JSON {
        try enter()
        var object = JSONObject()
        skipBlanks()
        if next == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            return .object(object)
        }
        while true {
            let start = position
            guard next == UInt8(ascii: "\"") else { throw fail(expected: "a key in double quotes") }
            let key = try parseString()
            if options.duplicateKeys == .refused, object[key] != nil { throw error(.duplicateKey(key), at: start) }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw fail(expected: "\":\"") }
            position += 1
            skipBlanks()
            object[key] = try parseValue()
            skipBlanks()
            switch next {
            case UInt8(ascii: ","):
                let comma = position
                position += 1
                skipBlanks()
                if next == UInt8(ascii: "}") { throw error(.trailingComma, at: comma) }
            case UInt8(ascii: "}"):
                position += 1
                depth -= 1
                return .object(object)
            default: throw fail(expected: "\",\" or \"}\"")
            }
        }
    }

    private mutating func enter() throws(SyntaxError) {
        depth += 1
        if depth > options.maximumDepth { throw error(.tooDeep(options.maximumDepth)) }
        position += 1
    }

    private mutating func parseNumber() throws(SyntaxError) -> JSON {
        let start = position
        var isInteger = true
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 48 && $0 <= 57 } ?? false }
        if next == UInt8(ascii: "-") { position += 1 }
        guard isDigit(next) else { throw error(.malformedNumber("has no digits"), at: start) }
        if next == UInt8(ascii: "0") {
            position += 1
            if isDigit(next) { throw error(.malformedNumber("starts with a zero"), at: start) }
        }
        while isDigit(next) { position += 1 }
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard isDigit(next) else { throw error(.malformedNumber("has no digits after its point"), at: start) }
            while isDigit(next) { position += 1 }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard isDigit(next) else { throw error(.malformedNumber("has no digits in its exponent"), at: start) }
            while isDigit(next) { position += 1 }
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        if isInteger, let value = Int64(digits) { return .integer(value) }
        guard let value = Double(digits), value.isFinite else { throw error(.numberOutOfRange, at: start) }
        return .double(value)
    }

    private mutating func parseString() throws(SyntaxError) -> String {
        let start = position
        position += 1
        var bytes: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    throw error(.malformedUTF8, at: start)
                }
                return string
            case UInt8(ascii: "\\"): try parseEscape(into: &bytes)
            case 0..<0x20: throw error(.controlCharacter)
            default:
                bytes.append(byte)
                position += 1
            }
        }
        throw error(.unterminatedString, at: start)
    }

    private mutating func parseEscape(into bytes: inout [UInt8]) throws(SyntaxError) {
        let start = position
        position += 1
        let letter = next
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter ?? 0)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var value = try parseHex(start)
            if (0xdc00...0xdfff).contains(value) {
                value = try replacement(at: start)
            } else if (0xd800...0xdbff).contains(value) {
                let resume = position
                if next == UInt8(ascii: "\\"), position + 1 < text.count, text[position + 1] == UInt8(ascii: "u") {
                    position += 2
                    let low = try parseHex(resume)
                    if (0xdc00...0xdfff).contains(low) {
                        value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
                    } else {
                        position = resume
                        value = try replacement(at: start)
                    }
                } else {
                    value = try replacement(at: start)
                }
            }
            guard let scalar = Unicode.Scalar(value) else { throw error(.loneSurrogate, at: start) }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw error(.malformedEscape, at: start)
        }
    }

    private func replacement(at start: Int) throws(SyntaxError) -> UInt32 {
        if options.loneSurrogates == .refused { throw error(.loneSurrogate, at: start) }
        return 0xfffd
    }

    private mutating func parseHex(_ start: Int) throws(SyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch next {
            case let byte? where byte >= 48 && byte <= 57: digit = byte - 48
            case let byte? where byte | 0x20 >= 97 && byte | 0x20 <= 102: digit = (byte | 0x20) - 87
            default: throw error(.malformedEscape, at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
