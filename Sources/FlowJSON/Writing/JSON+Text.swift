extension JSON {
    /// The compact text, printed as AWS prints it: no blanks, keys in order, `1.0` and `1.0E21` for doubles.
    public var text: String {
        var writer = ByteWriter()
        writer.write(self)
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The text with one member or element a line, indented by two blanks.
    public var prettyText: String {
        var bytes: [UInt8] = []
        writePretty(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of the compact text.
    public var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(self)
        return writer.withBytes { Array($0) }
    }

    /// The number of bytes of the compact text.
    public var utf8Count: Int {
        var writer = ByteWriter()
        writer.write(self)
        return writer.withBytes { $0.count }
    }

    /// Appends the compact text.
    public func write(into bytes: inout [UInt8]) {
        var writer = ByteWriter()
        writer.write(self)
        writer.withBytes { bytes.append(contentsOf: $0) }
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
                JSON.string(key).write(into: &bytes)
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
