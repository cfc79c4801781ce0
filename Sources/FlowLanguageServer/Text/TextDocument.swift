/// The text of an open document, with its lines.
struct TextDocument: Sendable {
    /// The text in UTF-8.
    private(set) var bytes: [UInt8]
    /// Where each line begins.
    private(set) var lineStarts: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        lineStarts = Self.lineStarts(of: bytes)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func replace(with text: String) { self = TextDocument(text) }

    /// Replaces the bytes between two offsets.
    mutating func replace(_ range: Range<Int>, with text: String) {
        bytes.replaceSubrange(range, with: text.utf8)
        lineStarts = Self.lineStarts(of: bytes)
    }

    /// The offset of a place; beyond the end of its line it is that end, as the protocol has it.
    func offset(of position: TextPosition, _ encoding: PositionEncoding) -> Int {
        guard position.line < lineStarts.count else { return bytes.count }
        var offset = lineStarts[position.line]
        let end = lineEnd(position.line)
        var units = 0
        while offset < end {
            let width = Self.width(of: bytes[offset])
            let next = units + encoding.units(of: width)
            // A place inside a character is where the character begins.
            if next > position.character { break }
            units = next
            offset = min(offset + width, end)
        }
        return offset
    }

    /// The place of an offset.
    func position(of offset: Int, _ encoding: PositionEncoding) -> TextPosition {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        var units = 0
        var index = lineStarts[low]
        while index < offset {
            let width = Self.width(of: bytes[index])
            units += encoding.units(of: width)
            index += width
        }
        return TextPosition(line: low, character: units)
    }

    /// The range of two offsets.
    func range(of offsets: Range<Int>, _ encoding: PositionEncoding) -> TextRange {
        TextRange(start: position(of: offsets.lowerBound, encoding), end: position(of: offsets.upperBound, encoding))
    }

    /// The offset where a line's text ends, its line end not included.
    private func lineEnd(_ line: Int) -> Int {
        guard line + 1 < lineStarts.count else { return bytes.count }
        var end = lineStarts[line + 1]
        if end > lineStarts[line], bytes[end - 1] == 0x0A { end -= 1 }
        if end > lineStarts[line], bytes[end - 1] == 0x0D { end -= 1 }
        return end
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == 0x0A || byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A) {
                    starts.append(index)
                }
            }
        }
        return starts
    }

    /// How many bytes the character has that begins with a byte.
    private static func width(of byte: UInt8) -> Int { byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
}
