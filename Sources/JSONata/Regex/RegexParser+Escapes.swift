/// Escapes and classes of characters.
extension RegexParser {
    mutating func escape() throws(EvaluationError) -> RegexTree {
        guard let scalar = current else { throw malformed("\\ at end of pattern") }
        switch scalar {
        case "b":
            position += 1
            return .wordBoundary
        case "B":
            position += 1
            return .notWordBoundary
        case "1"..."9":
            var number = 0
            let start = position
            while let digit = current.flatMap({ Character($0).wholeNumberValue }), number < 1000 {
                number = number * 10 + digit
                position += 1
            }
            if number <= max(groupCount, names.count, totalGroups) { return .backreference(number) }
            position = start + 1
            return literal(scalar.value)
        case "k" where !names.isEmpty:
            position += 1
            guard take("<"), let end = scalars[position...].firstIndex(of: ">") else {
                throw malformed("invalid named reference")
            }
            let name = String(String.UnicodeScalarView(scalars[position..<end]))
            guard let index = names[name] else { throw malformed("invalid named capture referenced") }
            position = end + 1
            return .backreference(index)
        default:
            if let shorthand = shorthand(scalar) {
                position += 1
                return add(shorthand)
            }
            return literal(try escapedScalar())
        }
    }

    private func shorthand(_ scalar: Unicode.Scalar) -> ScalarClass? {
        var result: ScalarClass
        switch scalar {
        case "d", "D": result = .digits
        case "w", "W": result = .word
        case "s", "S": result = .blanks
        default: return nil
        }
        result.isNegated = scalar == "D" || scalar == "W" || scalar == "S"
        return result
    }

    private mutating func escapedScalar() throws(EvaluationError) -> UInt32 {
        guard let scalar = current else { throw malformed("\\ at end of pattern") }
        position += 1
        switch scalar {
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "f": return 0x0C
        case "0": return 0
        case "x": return hexadecimal(digits: 2) ?? scalar.value
        case "u": return hexadecimal(digits: 4) ?? scalar.value
        case "c":
            guard let letter = current, letter.isASCII, letter.properties.isAlphabetic else { return 0x5C }
            position += 1
            return letter.value % 32
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(digits: Int) -> UInt32? {
        guard position + digits <= scalars.count else { return nil }
        let text = String(String.UnicodeScalarView(scalars[position..<position + digits]))
        guard text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16) else { return nil }
        position += digits
        return value
    }

    mutating func characterClass() throws(EvaluationError) -> RegexTree {
        var result = ScalarClass()
        result.isNegated = take("^")
        while true {
            guard let scalar = current else { throw malformed("unterminated character class") }
            if scalar == "]" {
                position += 1
                break
            }
            guard let low = try classMember(&result) else { continue }
            if current == "-", let next = peek(1), next != "]" {
                position += 1
                if let high = try classMember(&result) {
                    guard low <= high else { throw malformed("range out of order in character class") }
                    result.insert(low...high)
                } else {
                    result.insert(low...low)
                    result.insert(0x2D...0x2D)
                }
            } else {
                result.insert(low...low)
            }
        }
        if ignoreCase { try fold(&result) }
        return add(result)
    }

    /// One member of a class, or `nil` where it was a class itself, which is then put in.
    private mutating func classMember(_ result: inout ScalarClass) throws(EvaluationError) -> UInt32? {
        guard let scalar = current else { throw malformed("unterminated character class") }
        position += 1
        guard scalar == "\\" else { return scalar.value }
        guard let escaped = current else { throw malformed("\\ at end of pattern") }
        if let other = shorthand(escaped) {
            position += 1
            result.insert(other, complement: other.isNegated)
            return nil
        }
        if escaped == "b" {
            position += 1
            return 0x08
        }
        return try escapedScalar()
    }
}
