extension Parser {
    /// Reads a number from its sign or first digit.
    ///
    /// Without fraction and exponent it is an integer while it fits 64 bits; else a double, correctly rounded.
    @inline(__always)
    mutating func parseNumber() throws(SyntaxError) -> JSON {
        let first = here
        let isNegative = here.pointee == UInt8(ascii: "-")
        if isNegative { here += 1 }
        let integral = here
        var digits: UInt64 = 0
        // Beyond nineteen digits this overflows, and the text is read again as a whole.
        while let digit = nextDigit() { digits = digits &* 10 &+ digit }
        let integralCount = here - integral
        if integralCount == 0 { throw error(.malformedNumber("has no digits"), at: first) }
        if integralCount > 1, integral.pointee == UInt8(ascii: "0") {
            throw error(.malformedNumber("starts with a zero"), at: first)
        }
        let byte = here < end ? here.pointee : 0
        if byte != UInt8(ascii: "."), byte | 0x20 != UInt8(ascii: "e") {
            // Nineteen digits always fit 64 bits without a sign.
            guard integralCount <= 19, digits <= (isNegative ? 1 << 63 : 1 << 63 - 1) else {
                return try double(from: first)
            }
            return .integer(Int64(truncatingIfNeeded: isNegative ? 0 &- digits : digits))
        }

        var significant = integralCount
        var exponent = 0
        if byte == UInt8(ascii: ".") {
            here += 1
            let fraction = here
            while let digit = nextDigit() { digits = digits &* 10 &+ digit }
            let count = here - fraction
            if count == 0 { throw error(.malformedNumber("has no digits after its point"), at: first) }
            significant += count
            exponent = -count
        }
        if here < end, here.pointee | 0x20 == UInt8(ascii: "e") { exponent += try parseExponent(of: first) }
        // Both factors are exact doubles, so their product or quotient is rounded once, as it should be (Clinger).
        if significant <= 19, digits <= 1 << 53, exponent >= -22, exponent <= 22 {
            let magnitude =
                exponent < 0 ? Double(digits) / powerOfTen(-exponent) : Double(digits) * powerOfTen(exponent)
            return .double(isNegative ? -magnitude : magnitude)
        }
        return try double(from: first)
    }

    @inline(__always)
    private mutating func nextDigit() -> UInt64? {
        guard here < end else { return nil }
        let digit = here.pointee &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        here += 1
        return UInt64(digit)
    }

    /// Reads `e`, a sign and digits; an exponent beyond a million counts as one million.
    private mutating func parseExponent(of first: UnsafePointer<UInt8>) throws(SyntaxError) -> Int {
        here += 1
        var isNegative = false
        if here < end, here.pointee == UInt8(ascii: "-") || here.pointee == UInt8(ascii: "+") {
            isNegative = here.pointee == UInt8(ascii: "-")
            here += 1
        }
        let digits = here
        var exponent = 0
        while let digit = nextDigit() { exponent = min(1_000_000, exponent * 10 + Int(digit)) }
        if here == digits { throw error(.malformedNumber("has no digits in its exponent"), at: first) }
        return isNegative ? -exponent : exponent
    }

    private func double(from first: UnsafePointer<UInt8>) throws(SyntaxError) -> JSON {
        let text = String(decoding: UnsafeBufferPointer(start: first, count: here - first), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw error(.numberOutOfRange, at: first) }
        return .double(value)
    }
}

@inline(__always)
private func powerOfTen(_ exponent: Int) -> Double { powersOfTen[exponent] }

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
