extension JSON {
    /// The compact text, printed as AWS prints it: no blanks, keys in order, `1.0` and `1.0E21` for doubles.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text with one member or element a line, indented by two blanks.
    public var prettyText: String {
        var bytes: [UInt8] = []
        writePretty(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of the compact text.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    /// The number of bytes of the compact text.
    public var utf8Count: Int { bytes.count }

    /// Appends the compact text.
    public func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .double(let value): writeDouble(value, into: &bytes)
        case .string(let value): writeString(value, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for position in 0..<object.count {
                let (key, value) = object[position]
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                writeString(key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Appends the text with one member or element a line; `indentation` is the number of blanks already there.
    public func writePretty(into bytes: inout [UInt8], indentation: Int = 0) {
        func newLine(_ blanks: Int) {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: blanks))
        }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(indentation + 2)
                element.writePretty(into: &bytes, indentation: indentation + 2)
            }
            newLine(indentation)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for position in 0..<object.count {
                let (key, value) = object[position]
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(indentation + 2)
                writeString(key, into: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                value.writePretty(into: &bytes, indentation: indentation + 2)
            }
            newLine(indentation)
            bytes.append(UInt8(ascii: "}"))
        default: write(into: &bytes)
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The compact text.
    public var description: String { text }
}

/// Appends a quoted string, escaped as Jackson does: quote, backslash and control characters only.
func writeString(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0a: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0c: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0d: bytes.append(contentsOf: #"\r"#.utf8)
        case 0..<0x20:
            bytes.append(contentsOf: #"\u00"#.utf8)
            for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 48 + digit : 55 + digit) }
        default: bytes.append(byte)
        }
    }
    bytes.append(UInt8(ascii: "\""))
}
