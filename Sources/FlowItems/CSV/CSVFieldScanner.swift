import FlowTasks
import StatesLanguage

/// Reads one field after the other out of delimited text, eight bytes at a time where nothing special stands.
struct CSVFieldScanner {
    enum Ending {
        /// Another field follows.
        case delimiter
        /// The row has ended.
        case row
        /// The bytes end before the field.
        case missing
    }
    let delimiter: UInt8
    /// Behind the last byte.
    let end: UnsafePointer<UInt8>
    /// Whether no more bytes come.
    let isLast: Bool
    private let delimiters: UInt64
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    init(delimiter: UInt8, end: UnsafePointer<UInt8>, isLast: Bool) {
        self.delimiter = delimiter
        self.end = end
        self.isLast = isLast
        delimiters = Self.ones &* UInt64(delimiter)
    }

    /// Reads a field and what ends it; `here` is behind that afterwards.
    @inline(__always)
    func field(from here: inout UnsafePointer<UInt8>, into text: inout String, row: Int64) throws -> Ending {
        let first = here
        if first < end, first.pointee == UInt8(ascii: "\"") {
            return try quotedField(from: &here, into: &text, row: row)
        }
        var high: UInt64 = 0
        let last = plainEnd(from: first, &high)
        guard last < end, last.pointee != UInt8(ascii: "\\") else {
            return try escapedField(from: &here, into: &text, row: row)
        }
        text = Self.text(first, last, isASCII: high & Self.highBits == 0)
        here = last
        return ending(&here)
    }

    /// Passes over a field that nobody wants.
    func skipField(from here: inout UnsafePointer<UInt8>, row: Int64) throws -> Ending {
        var text = ""
        return try field(from: &here, into: &text, row: row)
    }

    /// The place of the next delimiter, line end or backslash, or the end.
    @inline(__always)
    private func plainEnd(from start: UnsafePointer<UInt8>, _ high: inout UInt64) -> UnsafePointer<UInt8> {
        var here = start
        while true {
            while end - here >= 8 {
                let word = UInt64(littleEndian: UnsafeRawPointer(here).loadUnaligned(as: UInt64.self))
                let separator = word ^ delimiters
                let backslash = word ^ (Self.ones &* 0x5c)
                let isSeparator = (separator &- Self.ones) & ~separator
                let isBackslash = (backslash &- Self.ones) & ~backslash
                let isControl = (word &- Self.ones &* 0x20) & ~word
                let special = (isSeparator | isBackslash | isControl) & Self.highBits
                if special == 0 {
                    high |= word
                    here += 8
                    continue
                }
                let bit = UInt64(special.trailingZeroBitCount)
                high |= word & ((1 << bit) &- 1)
                here += Int(bit >> 3)
                break
            }
            while here < end, !isSpecial(here.pointee) {
                high |= UInt64(here.pointee)
                here += 1
                if end - here >= 8 { break }
            }
            if here == end || isSpecial(here.pointee) { return here }
        }
    }

    /// The place of the next quote or backslash, or the end.
    private func quoteEnd(from start: UnsafePointer<UInt8>, _ high: inout UInt64) -> UnsafePointer<UInt8> {
        var here = start
        while end - here >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(here).loadUnaligned(as: UInt64.self))
            let quote = word ^ (Self.ones &* 0x22)
            let backslash = word ^ (Self.ones &* 0x5c)
            let isQuote = (quote &- Self.ones) & ~quote
            let isBackslash = (backslash &- Self.ones) & ~backslash
            let special = (isQuote | isBackslash) & Self.highBits
            if special == 0 {
                high |= word
                here += 8
                continue
            }
            let bit = UInt64(special.trailingZeroBitCount)
            high |= word & ((1 << bit) &- 1)
            return here + Int(bit >> 3)
        }
        while here < end, here.pointee != UInt8(ascii: "\""), here.pointee != UInt8(ascii: "\\") {
            high |= UInt64(here.pointee)
            here += 1
        }
        return here
    }

    @inline(__always)
    private func isSpecial(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\\")
    }

    /// Passes over what ends a field: a delimiter or a line's end, which is at `here`.
    @inline(__always)
    private func ending(_ here: inout UnsafePointer<UInt8>) -> Ending {
        if here == end { return isLast ? .row : .missing }
        if here.pointee == delimiter {
            here += 1
            return .delimiter
        }
        if here.pointee == UInt8(ascii: "\r") {
            // Whether a line feed follows must be known, or it would be a line of its own.
            guard here + 1 < end || isLast else { return .missing }
            here += 1
            if here == end || here.pointee != UInt8(ascii: "\n") { return .row }
        }
        here += 1
        return .row
    }

    @inline(__always)
    private static func text(_ first: UnsafePointer<UInt8>, _ last: UnsafePointer<UInt8>, isASCII: Bool) -> String {
        let count = last - first
        guard isASCII, count <= 15 else {
            return String(decoding: UnsafeBufferPointer(start: first, count: count), as: UTF8.self)
        }
        return String(unsafeUninitializedCapacity: count) { buffer in
            buffer.baseAddress?.initialize(from: first, count: count)
            return count
        }
    }

    // MARK: Quotes and backslashes

    private func quotedField(
        from here: inout UnsafePointer<UInt8>,
        into text: inout String,
        row: Int64
    ) throws -> Ending {
        let first = here + 1
        var high: UInt64 = 0
        let last = quoteEnd(from: first, &high)
        // The usual case: nothing but the closing quote, and then the field's end.
        if last + 1 < end, last.pointee == UInt8(ascii: "\""), isSpecial(last[1]), last[1] != UInt8(ascii: "\\") {
            text = Self.text(first, last, isASCII: high & Self.highBits == 0)
            here = last + 1
            return ending(&here)
        }
        return try escapedField(from: &here, into: &text, row: row)
    }

    /// Reads a field byte by byte.
    private func escapedField(
        from here: inout UnsafePointer<UInt8>,
        into text: inout String,
        row: Int64
    ) throws -> Ending {
        var bytes: [UInt8] = []
        var place = here
        var isQuoted = false
        if place < end, place.pointee == UInt8(ascii: "\"") {
            isQuoted = true
            place += 1
        }
        while place < end {
            let byte = place.pointee
            if byte == UInt8(ascii: "\\") {
                guard place + 1 < end else {
                    guard isLast else { return .missing }
                    place += 1
                    continue
                }
                let next = place[1]
                if next == UInt8(ascii: "\\") || next == UInt8(ascii: "\"") || next == delimiter {
                    bytes.append(next)
                    place += 2
                } else {
                    place += 1
                }
            } else if isQuoted, byte == UInt8(ascii: "\"") {
                guard place + 1 < end || isLast else { return .missing }
                if place + 1 < end, place[1] == UInt8(ascii: "\"") {
                    bytes.append(byte)
                    place += 2
                } else {
                    isQuoted = false
                    place += 1
                }
            } else if !isQuoted, isSpecial(byte) {
                break
            } else {
                bytes.append(byte)
                place += 1
            }
        }
        if place == end {
            guard isLast else { return .missing }
            guard !isQuoted else {
                throw TaskFailure.itemReader("The file ends within a quoted field of row \(row).")
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
        here = place
        return ending(&here)
    }
}
