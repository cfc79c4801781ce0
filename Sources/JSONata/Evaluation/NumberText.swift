import FlowJSON

/// Numbers as JavaScript writes them.
enum NumberText {
    /// A number with at most 15 significant digits, as `$string` writes it.
    static func rounded(_ value: Double) -> String {
        guard value.isFinite else { return text(value) }
        if let plain = plain(value) { return plain }
        return text(DecimalDigits.rounded(value, significantDigits: 15))
    }

    /// An integer as `$string` writes it, which is also at most 15 significant digits.
    static func integer(_ value: Int64) -> String {
        value.magnitude < 1_000_000_000_000_000 ? String(value) : rounded(Double(value))
    }

    /// A double whose shortest digits are 15 at most and need no exponent, which Swift writes alike.
    private static func plain(_ value: Double) -> String? {
        guard value.magnitude >= 0.001, value.magnitude < 1e15 else { return nil }
        if value.rounded(.towardZero) == value { return String(Int64(value)) }
        let text = value.description
        // With the point and without a sign, leading zeros counted.
        return text.utf8.count <= (value < 0 ? 17 : 16) ? text : nil
    }

    /// A double as JavaScript's `String(x)` writes it.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return "0" }
        if value.magnitude < 1e15, value.rounded(.towardZero) == value { return String(Int64(value)) }
        let (digits, point) = DecimalDigits.digits(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        let body: String
        if point > 0, point <= 21 {
            if count <= point {
                body = digits + String(repeating: "0", count: point - count)
            } else {
                body = digits.prefix(point) + "." + digits.dropFirst(point)
            }
        } else if point <= 0, point > -6 {
            body = "0." + String(repeating: "0", count: -point) + digits
        } else {
            let exponent = point - 1
            let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
            body = mantissa + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
        }
        return sign + body
    }
}

/// Decimal digits of doubles.
enum DecimalDigits {
    /// The shortest digits that read back as the same double: 0.d₁d₂… × 10^point.
    static func digits(_ magnitude: Double) -> (digits: String, point: Int) {
        var digits: [UInt8] = []
        var point = 0
        var exponent = 0
        var sawPoint = false
        var sawExponent = false
        var exponentText = ""
        for byte in magnitude.description.utf8 {
            if sawExponent {
                exponentText.unicodeScalars.append(Unicode.Scalar(byte))
            } else if byte == UInt8(ascii: "e") {
                sawExponent = true
            } else if byte == UInt8(ascii: ".") {
                sawPoint = true
            } else {
                digits.append(byte)
                if !sawPoint { point += 1 }
            }
        }
        if sawExponent { exponent = Int(exponentText) ?? 0 }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(min(zeros, digits.count))
        point += exponent - zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (String(decoding: digits, as: UTF8.self), point)
    }

    /// The double nearest to the value written with so many significant digits.
    static func rounded(_ value: Double, significantDigits: Int) -> Double {
        let (digits, point) = digits(value.magnitude)
        guard digits.utf8.count > significantDigits else { return value }
        // 17 shortest digits are enough to decide how the 15th is rounded, since a tie cannot be represented.
        var kept = Array(digits.utf8.prefix(significantDigits))
        let next = Array(digits.utf8)[significantDigits]
        var exponent = point - significantDigits
        if next >= UInt8(ascii: "5") {
            var index = kept.count - 1
            while index >= 0 {
                guard kept[index] == UInt8(ascii: "9") else {
                    kept[index] += 1
                    break
                }
                kept[index] = UInt8(ascii: "0")
                index -= 1
            }
            if index < 0 {
                kept.insert(UInt8(ascii: "1"), at: 0)
                kept.removeLast()
                exponent += 1
            }
        }
        let text = String(decoding: kept, as: UTF8.self) + "e" + String(exponent)
        let magnitude = Double(text) ?? value.magnitude
        return value < 0 ? -magnitude : magnitude
    }
}
