extension OutputBuffer {
    /// Appends a field of CSV as PostgreSQL's COPY does: quoted where a comma, a quote or the end of a line is in it,
    /// where it is empty (since nothing at all means null), and where it is a lone `\.`.
    @inline(__always)
    mutating func appendCSV(_ field: UnsafeRawBufferPointer, isOnlyColumn: Bool) throws {
        var needsQuotes = field.isEmpty
        for byte in field {
            needsQuotes = needsQuotes || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
            needsQuotes = needsQuotes || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        }
        if isOnlyColumn, field.elementsEqual(#"\."#.utf8) { needsQuotes = true }
        guard needsQuotes else { return try append(field) }
        try append(UInt8(ascii: "\""))
        try appendDoublingQuotes(field)
        try append(UInt8(ascii: "\""))
    }

    private mutating func appendDoublingQuotes(_ field: UnsafeRawBufferPointer) throws {
        var start = 0
        for position in 0..<field.count where field[position] == UInt8(ascii: "\"") {
            // The run ends with the quote, and the next one begins with it again.
            try append(UnsafeRawBufferPointer(rebasing: field[start...position]))
            start = position
        }
        try append(UnsafeRawBufferPointer(rebasing: field[start...]))
    }

    /// Appends a line of CSV with the columns' names.
    mutating func appendCSVHeader(_ names: [String]) throws {
        for (position, name) in names.enumerated() {
            if position > 0 { try append(UInt8(ascii: ",")) }
            let bytes = Array(name.utf8)
            try bytes.withUnsafeBytes { bytes in try appendCSV(bytes, isOnlyColumn: names.count == 1) }
        }
        try append(UInt8(ascii: "\n"))
    }

    /// Appends a text as a JSON string; its bytes are UTF-8.
    mutating func appendJSONString(_ text: UnsafeRawBufferPointer) throws {
        try append(UInt8(ascii: "\""))
        var start = 0
        for position in 0..<text.count {
            let byte = text[position]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            try append(UnsafeRawBufferPointer(rebasing: text[start..<position]))
            try appendEscape(byte)
            start = position + 1
        }
        try append(UnsafeRawBufferPointer(rebasing: text[start...]))
        try append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(_ byte: UInt8) throws {
        switch byte {
        case UInt8(ascii: "\""): try append(#"\""#)
        case UInt8(ascii: "\\"): try append(#"\\"#)
        case UInt8(ascii: "\n"): try append(#"\n"#)
        case UInt8(ascii: "\r"): try append(#"\r"#)
        case UInt8(ascii: "\t"): try append(#"\t"#)
        default:
            try append(#"\u00"#)
            for digit in [byte >> 4, byte & 15] { try append(digit < 10 ? 48 + digit : 87 + digit) }
        }
    }

    /// Appends a JSON text in one line: the ends of lines between its tokens become blanks.
    mutating func appendJSONInOneLine(_ json: UnsafeRawBufferPointer) throws {
        var start = 0
        for position in 0..<json.count
        where json[position] == UInt8(ascii: "\n") || json[position] == UInt8(ascii: "\r") {
            try append(UnsafeRawBufferPointer(rebasing: json[start..<position]))
            try append(UInt8(ascii: " "))
            start = position + 1
        }
        try append(UnsafeRawBufferPointer(rebasing: json[start...]))
    }

    /// Appends an integer in decimal.
    mutating func append(_ integer: Int64) throws {
        if integer < 0 { try append(UInt8(ascii: "-")) }
        // The digits from the right, in the bytes of a number of 20 digits at most.
        var magnitude = integer.magnitude
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var count = 0
        try withUnsafeMutableBytes(of: &digits) { bytes in
            repeat {
                count += 1
                bytes[24 - count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            try append(UnsafeRawBufferPointer(rebasing: bytes[(24 - count)...]))
        }
    }
}
