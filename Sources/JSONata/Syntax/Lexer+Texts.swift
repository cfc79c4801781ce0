/// Texts with their escapes, and regular expressions.
extension Lexer {
    /// Where a text ends that has no escapes.
    private func endOfPlainString(_ quote: UInt8) -> Int? {
        var end = position
        while end < bytes.count {
            if bytes[end] == quote { return end }
            if bytes[end] == UInt8(ascii: "\\") { return nil }
            end += 1
        }
        return nil
    }

    mutating func string(quote: UInt8) throws(EvaluationError) -> Token {
        position += 1
        if let end = endOfPlainString(quote) {
            let content = text(position..<end)
            position = end + 1
            return Token(kind: .string, text: content, position: position)
        }
        var units: [UInt8] = []
        while position < bytes.count {
            var current = bytes[position]
            if current == UInt8(ascii: "\\") {
                position += 1
                current = byte(position)
                switch current {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(current)
                case UInt8(ascii: "b"): units.append(0x08)
                case UInt8(ascii: "f"): units.append(0x0C)
                case UInt8(ascii: "n"): units.append(0x0A)
                case UInt8(ascii: "r"): units.append(0x0D)
                case UInt8(ascii: "t"): units.append(0x09)
                case UInt8(ascii: "u"): units.append(contentsOf: String(try escapedScalar()).utf8)
                default:
                    let scalar =
                        text(min(position, bytes.count)..<bytes.count).string.unicodeScalars.first.map { String($0) }
                        ?? ""
                    throw EvaluationError("S0103", position: position, token: scalar)
                }
            } else if current == quote {
                position += 1
                let content = units.withUnsafeBufferPointer { arena.text($0) }
                return Token(kind: .string, text: content, position: position)
            } else {
                units.append(current)
            }
            position += 1
        }
        throw EvaluationError("S0101", position: count)
    }

    /// The UTF-16 unit that four digits name behind a position.
    private func unit(behind position: Int) -> UInt32? {
        let end = min(position + 5, bytes.count)
        guard position + 1 < end else { return nil }
        let digits = text(position + 1..<end).string
        return digits.first == "+" || digits.first == "-" ? nil : UInt32(digits, radix: 16)
    }

    /// The scalar whose escape ends with the `u` at the position, which goes on to the escape's last digit.
    private mutating func escapedScalar() throws(EvaluationError) -> Unicode.Scalar {
        guard let unit = unit(behind: position) else { throw EvaluationError("S0104", position: position) }
        position = min(position + 5, bytes.count) - 1
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if unit < 0xDC00, byte(position + 1) == UInt8(ascii: "\\"), byte(position + 2) == UInt8(ascii: "u"),
            let low = self.unit(behind: position + 2), low & 0xFC00 == 0xDC00,
            let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
        {
            position += 6
            return scalar
        }
        let half = arena.loneSurrogate ?? LoneSurrogate(notIn: bytes)
        arena.loneSurrogate = half
        return half.standIn
    }

    mutating func regex() throws(EvaluationError) -> Token {
        let start = position
        var depth = 0
        var escaped = false
        while position < bytes.count {
            let current = bytes[position]
            if current == UInt8(ascii: "/"), depth == 0, !escaped {
                guard position > start else { throw EvaluationError("S0301", position: position) }
                let pattern = text(start..<position)
                position += 1
                var ignoreCase = false
                var multiline = false
                while byte(position) == UInt8(ascii: "i") || byte(position) == UInt8(ascii: "m") {
                    if bytes[position] == UInt8(ascii: "i") { ignoreCase = true } else { multiline = true }
                    position += 1
                }
                return Token(
                    kind: .regex,
                    text: pattern,
                    literal: .flags(ignoreCase: ignoreCase, multiline: multiline),
                    position: position
                )
            }
            if escaped {
                escaped = false
            } else {
                switch current {
                case UInt8(ascii: "\\"): escaped = true
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                default: break
                }
            }
            position += 1
        }
        throw EvaluationError("S0302", position: count)
    }
}
