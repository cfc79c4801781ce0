/// Appends a double as Java's `Double.toString` does, with the fewest digits that read back as the same double.
///
/// From 0.001 up to 10⁷ it is `123.0`, elsewhere `1.23E21`. JSON has no word for what is not finite: AWS writes the
/// strings `"Infinity"`, `"-Infinity"` and `"NaN"`.
func writeDouble(_ value: Double, into bytes: inout [UInt8]) {
    guard value.isFinite else {
        bytes.append(contentsOf: (value.isNaN ? #""NaN""# : value < 0 ? #""-Infinity""# : #""Infinity""#).utf8)
        return
    }
    if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    if magnitude == 0 {
        bytes.append(contentsOf: "0.0".utf8)
        return
    }
    // The digits d₁d₂d₃… of 0.d₁d₂d₃… × 10^point
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var sawPoint = false
    var text = Substring(magnitude.description).utf8
    if let mark = text.firstIndex(of: UInt8(ascii: "e")) {
        exponent = Int(Substring(text[text.index(after: mark)...])) ?? 0
        text = text[..<mark]
    }
    for byte in text {
        if byte == UInt8(ascii: ".") {
            sawPoint = true
        } else {
            digits.append(byte)
            if !sawPoint { point += 1 }
        }
    }
    let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leadingZeros)
    point += exponent - leadingZeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }

    let zero = UInt8(ascii: "0")
    let dot = UInt8(ascii: ".")
    if magnitude >= 1e-3, magnitude < 1e7 {
        if point <= 0 {
            bytes.append(zero)
            bytes.append(dot)
            bytes.append(contentsOf: repeatElement(zero, count: -point))
            bytes.append(contentsOf: digits)
        } else {
            bytes.append(contentsOf: digits.prefix(point))
            bytes.append(contentsOf: repeatElement(zero, count: max(0, point - digits.count)))
            bytes.append(dot)
            bytes.append(contentsOf: digits.count > point ? digits[point...] : [zero])
        }
    } else {
        bytes.append(digits[0])
        bytes.append(dot)
        bytes.append(contentsOf: digits.count > 1 ? digits[1...] : [zero])
        bytes.append(UInt8(ascii: "E"))
        bytes.append(contentsOf: (point - 1).description.utf8)
    }
}
