extension Parser {
    /// Reads a string from behind its opening quote to behind its closing one.
    @inline(__always)
    mutating func parseString() throws(SyntaxError) -> String {
        let first = here
        var highBits: UInt64 = 0
        while end - here >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(here).loadUnaligned(as: UInt64.self))
            let special = Self.specialBytes(in: word)
            if special == 0 {
                highBits |= word
                here += 8
                continue
            }
            let bit = UInt64(special.trailingZeroBitCount)
            highBits |= word & ((1 << bit) &- 1)
            here += Int(bit >> 3)
            guard here.pointee == UInt8(ascii: "\"") else { break }
            let text = UnsafeBufferPointer(start: first, count: here - first)
            here += 1
            return highBits & 0x8080_8080_8080_8080 == 0 ? Self.ascii(text) : try checkedString(text)
        }
        return try parseStringSlowly(first)
    }

    /// The high bit of each byte that ends a plain run, which is a quote, a backslash or a control character.
    ///
    /// Bits above the lowest one may be wrong.
    @inline(__always)
    static func specialBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        let isQuote = (quote &- ones) & ~quote
        let isBackslash = (backslash &- ones) & ~backslash
        let isControl = (word &- ones &* 0x20) & ~word
        return (isQuote | isBackslash | isControl) & (ones &* 0x80)
    }

    @inline(__always)
    private static func ascii(_ text: UnsafeBufferPointer<UInt8>) -> String {
        if text.count > 15 { return String(decoding: text, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: text.count) { buffer in
            if let source = text.baseAddress { buffer.baseAddress?.initialize(from: source, count: text.count) }
            return text.count
        }
    }

    private func checkedString(_ text: UnsafeBufferPointer<UInt8>) throws(SyntaxError) -> String {
        if let place = malformedUTF8(in: text) {
            throw SyntaxError(kind: .malformedUTF8, offset: (text.baseAddress ?? start) - start + place)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads on from `here`, a byte of the string that starts at `first`: escapes, and what is near the end of the text.
    private mutating func parseStringSlowly(_ first: UnsafePointer<UInt8>) throws(SyntaxError) -> String {
        var bytes: [UInt8] = []
        var run = first
        while here < end {
            switch here.pointee {
            case UInt8(ascii: "\""):
                let rest = UnsafeBufferPointer(start: run, count: here - run)
                here += 1
                if let place = malformedUTF8(in: rest) {
                    throw SyntaxError(kind: .malformedUTF8, offset: run - start + place)
                }
                if bytes.isEmpty { return String(decoding: rest, as: UTF8.self) }
                bytes.append(contentsOf: rest)
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                let plain = UnsafeBufferPointer(start: run, count: here - run)
                if let place = malformedUTF8(in: plain) {
                    throw SyntaxError(kind: .malformedUTF8, offset: run - start + place)
                }
                bytes.append(contentsOf: plain)
                try parseEscape(into: &bytes)
                run = here
            case 0..<0x20: throw error(.controlCharacter, at: here)
            default: here += 1
            }
        }
        throw error(.unterminatedString, at: first - 1)
    }

    private mutating func parseEscape(into bytes: inout [UInt8]) throws(SyntaxError) {
        let backslash = here
        guard end - here >= 2 else { throw error(.unterminatedString, at: here) }
        let letter = here[1]
        here += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            if let scalar = try parseScalar(backslash) {
                append(scalar, to: &bytes)
            } else {
                try appendLoneSurrogate(backslash, to: &bytes)
            }
        default: throw error(.malformedEscape, at: backslash)
        }
    }

    private func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        for byte in String(scalar).utf8 { bytes.append(byte) }
    }

    /// Appends what becomes of half a surrogate pair, whose escape ends here.
    private func appendLoneSurrogate(
        _ backslash: UnsafePointer<UInt8>,
        to bytes: inout [UInt8]
    ) throws(SyntaxError) {
        switch options.loneSurrogates {
        case .refused: throw error(.loneSurrogate, at: backslash)
        case .replaced: append("\u{fffd}", to: &bytes)
        case .kept: bytes.append(contentsOf: UnsafeBufferPointer(start: backslash, count: here - backslash))
        }
    }

    /// Reads the digits behind `\u`, and the second escape of a surrogate pair; `nil` for half of one.
    private mutating func parseScalar(_ backslash: UnsafePointer<UInt8>) throws(SyntaxError) -> Unicode.Scalar? {
        let unit = try parseHex(backslash)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if unit < 0xdc00, end - here >= 2, here[0] == UInt8(ascii: "\\"), here[1] == UInt8(ascii: "u") {
            let second = here
            here += 2
            let low = try parseHex(second)
            if (0xdc00...0xdfff).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
            {
                return scalar
            }
            here = second
        }
        return nil
    }

    private mutating func parseHex(_ backslash: UnsafePointer<UInt8>) throws(SyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard here < end else { throw error(.unterminatedString, at: backslash) }
            let byte = here.pointee
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error(.malformedEscape, at: backslash)
            }
            value = value << 4 | UInt32(digit)
            here += 1
        }
        return value
    }
}

/// The place of the first byte that is not UTF-8 (RFC 3629), or `nil`.
func malformedUTF8(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var position = 0
    let count = text.count
    while position < count {
        let byte = text[position]
        if byte < 0x80 {
            position += 1
            continue
        }
        // The second byte's range depends on the first: no overlong forms, no surrogates, nothing beyond U+10FFFF.
        let (length, second): (Int, ClosedRange<UInt8>)
        switch byte {
        case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return position
        }
        guard position + length <= count, second.contains(text[position + 1]) else { return position }
        if length > 2, text[position + 2] & 0xc0 != 0x80 { return position }
        if length > 3, text[position + 3] & 0xc0 != 0x80 { return position }
        position += length
    }
    return nil
}
