/// Texts by their bytes and scalars, as JavaScript orders and cuts them.
enum Text {
    /// Less than 0, 0 or more than 0 by UTF-16 code units.
    static func compare(_ left: String, _ right: String) -> Int {
        var left = left
        var right = right
        return left.withUTF8 { left in
            right.withUTF8 { right in
                for index in 0..<min(left.count, right.count) where left[index] != right[index] {
                    let isLess = rank(left[index]) < rank(right[index])
                    return isLess ? -1 : 1
                }
                return left.count - right.count
            }
        }
    }

    // Surrogates sort before U+E000, though their scalars' bytes begin with F0 and more.
    @inline(__always)
    private static func rank(_ byte: UInt8) -> Int {
        byte == 0xEE || byte == 0xEF ? Int(byte) + 0x100 : Int(byte)
    }

    /// Whether the text is ASCII, so that bytes and scalars are the same.
    static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    static func scalarCount(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            var count = 0
            for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }

    /// The text with the 26 letters from `first` on in the other case; `nil` where not all of it is ASCII.
    static func asciiMapped(_ text: String, from first: UInt8) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var union: UInt8 = 0
            for byte in bytes { union |= byte }
            guard union < 0x80 else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in 0..<bytes.count {
                    let byte = bytes[index]
                    target[index] = byte &- first < 26 ? byte ^ 0x20 : byte
                }
                return bytes.count
            }
        }
    }

    /// The text with a byte of ASCII repeated before it, or behind it.
    static func padded(_ text: String, with byte: UInt8, count: Int, atEnd: Bool) -> String {
        var text = text
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count + count) { target in
                guard let start = target.baseAddress else { return 0 }
                (start + (atEnd ? bytes.count : 0)).update(repeating: byte, count: count)
                if let source = bytes.baseAddress {
                    (start + (atEnd ? 0 : count)).update(from: source, count: bytes.count)
                }
                return bytes.count + count
            }
        }
    }

    /// The text without blanks at its ends, and with one space for any that follow each other.
    static func trimmed(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                var count = 0
                var isBlankBefore = false
                for byte in bytes {
                    if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                        isBlankBefore = count > 0
                        continue
                    }
                    if isBlankBefore {
                        target[count] = 0x20
                        count += 1
                        isBlankBefore = false
                    }
                    target[count] = byte
                    count += 1
                }
                return count
            }
        }
    }

    /// The scalars from `start` up to `end`.
    static func slice(_ text: String, _ start: Int, _ end: Int) -> String {
        guard start < end else { return "" }
        var text = text
        return text.withUTF8 { bytes in
            var scalar = 0
            var from = bytes.count
            var to = bytes.count
            for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
                if scalar == start { from = offset }
                if scalar == end {
                    to = offset
                    break
                }
                scalar += 1
            }
            guard from < to else { return "" }
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[from..<to]), as: UTF8.self)
        }
    }

    /// The byte offset of the first occurrence at or behind `start`.
    static func firstOffset(of part: String, in text: String, from start: Int = 0) -> Int? {
        var part = part
        var text = text
        return text.withUTF8 { text -> Int? in
            part.withUTF8 { part -> Int? in
                if part.isEmpty { return start <= text.count ? start : nil }
                guard text.count >= part.count + start else { return nil }
                return find(part, in: text, from: start)
            }
        }
    }

    /// Tries place after place, until too much was compared in vain.
    private static func find(
        _ part: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        var inVain = 0
        for offset in start...text.count - part.count where text[offset] == part[0] {
            var length = 1
            while length < part.count, text[offset + length] == part[length] { length += 1 }
            if length == part.count { return offset }
            inVain += length
            if inVain > 1024 + 4 * (offset - start) { return findByBorders(part, in: text, from: offset + 1) }
        }
        return nil
    }

    /// Never looks back in the text, so that it takes time by the sum of both lengths (Knuth, Morris, Pratt).
    private static func findByBorders(
        _ part: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        // For each beginning of the part, how long the longest other beginning is with which it ends.
        var borders = [Int](repeating: 0, count: part.count)
        var border = 0
        for index in 1..<part.count {
            while border > 0, part[index] != part[border] { border = borders[border - 1] }
            if part[index] == part[border] { border += 1 }
            borders[index] = border
        }
        var matched = 0
        for offset in start..<text.count {
            while matched > 0, text[offset] != part[matched] { matched = borders[matched - 1] }
            if text[offset] == part[matched] { matched += 1 }
            if matched == part.count { return offset - part.count + 1 }
        }
        return nil
    }

    /// The bytes from `start` up to `end`.
    static func bytes(_ text: String, _ start: Int, _ end: Int) -> String {
        let from = text.utf8.index(text.utf8.startIndex, offsetBy: start)
        let to = text.utf8.index(from, offsetBy: end - start)
        return String(text[from..<to])
    }
}
