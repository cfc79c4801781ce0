import FlowJSON

/// Writes JSON text as JavaScript's `JSON.stringify` does, up to a bound.
///
/// A value whose parts are shared can be far longer as text than in memory, so that the bound is looked at while the
/// text grows and not when it is there.
struct ValueWriter {
    private var bytes: [UInt8] = []
    private let limit: Int
    private let indent: Int?
    private let isRounding: Bool
    /// Whether the text is longer than the bound; what was written until then is there.
    private(set) var isCut = false

    /// - Parameter isRounding: Whether numbers are written with at most 15 significant digits, as `$string` does.
    init(limit: Int, isIndented: Bool = false, isRounding: Bool = false) {
        self.limit = limit
        indent = isIndented ? 2 : nil
        self.isRounding = isRounding
    }

    /// What was written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// How many bytes were written.
    var count: Int { bytes.count }

    mutating func write(_ value: JSON, level: Int = 0) {
        guard bytes.count <= limit else {
            isCut = true
            return
        }
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): bytes += (isRounding ? NumberText.integer(value) : String(value)).utf8
        case .double(let value):
            let text = isRounding ? NumberText.rounded(value) : NumberText.text(value)
            bytes += (value.isFinite ? text : "null").utf8
        case .string(let text): quote(text)
        case .array(let items): write(items, level)
        case .object(let object): write(object, level)
        }
    }

    private mutating func write(_ items: [JSON], _ level: Int) {
        append("[")
        for (index, item) in items.enumerated() {
            if index > 0 { append(",") }
            newLine(level + 1)
            write(item, level: level + 1)
            if isCut { return }
        }
        if !items.isEmpty { newLine(level) }
        append("]")
    }

    private mutating func write(_ object: JSONObject, _ level: Int) {
        append("{")
        for index in 0..<object.count {
            let (key, value) = object[index]
            if index > 0 { append(",") }
            newLine(level + 1)
            quote(key)
            append(indent == nil ? ":" : ": ")
            write(value, level: level + 1)
            if isCut { return }
        }
        if !object.isEmpty { newLine(level) }
        append("}")
    }

    private mutating func newLine(_ level: Int) {
        guard let indent else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * level))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func quote(_ text: String) {
        guard text.utf8.count <= limit - bytes.count else {
            isCut = true
            return
        }
        var text = text
        text.withUTF8 { quote($0) }
    }

    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
        append("\"")
        var start = 0
        for position in 0..<text.count {
            let byte = text[position]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<position]))
            escape(byte)
            start = position + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        append("\"")
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: append("b")
        case 0x09: append("t")
        case 0x0A: append("n")
        case 0x0C: append("f")
        case 0x0D: append("r")
        default:
            append("u00")
            bytes.append(UInt8(ascii: "0") + byte >> 4)
            bytes.append(byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "a") + byte & 15 - 10)
        }
    }
}
