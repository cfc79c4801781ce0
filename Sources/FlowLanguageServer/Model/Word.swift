/// A name inside an expression, such as `$states.context.Sta` or `States.Form`.
struct Word {
    /// The bytes of the whole name, dots included.
    let range: Range<Int>
    /// The part before the cursor.
    let before: String
    /// The whole name.
    let whole: String

    /// The name that touches an offset within the limits; it may be empty.
    init(at offset: Int, within limits: Range<Int>, in bytes: [UInt8]) {
        let offset = min(max(offset, limits.lowerBound), limits.upperBound)
        var start = offset
        while start > limits.lowerBound, Self.isPart(bytes[start - 1]) { start -= 1 }
        var end = offset
        while end < limits.upperBound, Self.isPart(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        range = start..<end
        before = String(decoding: bytes[start..<offset], as: UTF8.self)
        whole = String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "."), 0x80...0xFF:
            true
        default: false
        }
    }

    /// The name of the variable or function that the word begins with, without its `$`; `nil` for none.
    var variable: String? {
        guard whole.hasPrefix("$"), !whole.hasPrefix("$$") else { return nil }
        let name = whole.dropFirst().prefix { $0 != "." }
        return name.isEmpty ? nil : String(name)
    }

    /// The places in a range of bytes where a variable is read.
    static func uses(of name: String, in range: Range<Int>, of bytes: [UInt8]) -> [Range<Int>] {
        let wanted = Array("$\(name)".utf8)
        guard wanted.count <= range.count else { return [] }
        var found: [Range<Int>] = []
        var position = range.lowerBound
        while position + wanted.count <= range.upperBound {
            let end = position + wanted.count
            let isWhole = end == range.upperBound || !isPart(bytes[end]) || bytes[end] == UInt8(ascii: ".")
            let isAlone = position == range.lowerBound || !isPart(bytes[position - 1])
            if isWhole, isAlone, bytes[position..<end].elementsEqual(wanted) {
                found.append(position..<end)
                position = end
            } else {
                position += 1
            }
        }
        return found
    }
}
