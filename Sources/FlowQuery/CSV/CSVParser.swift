import Glibc

/// Reads CSV that comes in pieces of any size.
///
/// RFC 4180 in UTF-8, with or without a byte order mark; lines end with LF or CRLF, the last one may go without.
struct CSVParser {
    /// What is wrong with a text, and where.
    struct SyntaxError: Error, Hashable {
        /// From 1.
        var line: Int
        /// A sentence about it.
        var message: String
    }

    private enum Phase {
        case startOfField
        case unquoted
        case quoted
        /// After a quote in a quoted field: the field's end, or the first of two quotes.
        case afterQuote
        /// After a CR outside of quotes.
        case afterCarriageReturn
    }

    /// A record may not be larger, so that a quote that is never closed does not fill the memory.
    private let maximumRecordSizeInBytes: Int
    private var phase = Phase.startOfField
    private var fieldIsQuoted = false
    private var line = 1
    private var record = CSVRecord()
    /// How many bytes of the byte order mark were seen; `nil` when the text has begun.
    private var byteOrderMark: Int? = 0

    init(maximumRecordSizeInBytes: Int = 16 << 20) { self.maximumRecordSizeInBytes = maximumRecordSizeInBytes }

    /// Reads the next piece and gives each record that ends in it; where `take` answers `false`, the rest is not read.
    mutating func read(_ piece: UnsafeRawBufferPointer, _ take: (CSVRecord) throws -> Bool) throws {
        guard let start = piece.baseAddress else { return }
        var position = 0
        while byteOrderMark != nil, position < piece.count {
            if skipByteOrderMark(piece[position]) { position += 1 }
        }
        while position < piece.count {
            switch phase {
            case .startOfField:
                if piece[position] == UInt8(ascii: "\"") {
                    position += 1
                    fieldIsQuoted = true
                    phase = .quoted
                } else {
                    phase = .unquoted
                }
            case .unquoted:
                let end = endOfUnquotedRun(piece, from: position)
                append(piece, position..<end)
                position = end
                guard position < piece.count else { break }
                let goesOn = try endUnquotedRun(with: piece[position], take)
                position += 1
                if !goesOn { return }
            case .quoted:
                let found = memchr(start + position, Int32(UInt8(ascii: "\"")), piece.count - position)
                let end = found.map { UnsafeRawPointer($0) - start } ?? piece.count
                append(piece, position..<end)
                for byte in UnsafeRawBufferPointer(rebasing: piece[position..<end]) where byte == UInt8(ascii: "\n") {
                    line += 1
                }
                position = end
                guard position < piece.count else { break }
                position += 1
                phase = .afterQuote
            case .afterQuote:
                let byte = piece[position]
                position += 1
                if byte == UInt8(ascii: "\"") {
                    record.bytes.append(byte)
                    phase = .quoted
                } else if try !endQuotedField(with: byte, take) {
                    return
                }
            case .afterCarriageReturn:
                guard piece[position] == UInt8(ascii: "\n") else {
                    throw error("a carriage return stands without a line feed; end lines with LF or CRLF")
                }
                position += 1
                if try !endRecord(take) { return }
            }
            guard record.bytes.count <= maximumRecordSizeInBytes else {
                throw SyntaxError(
                    line: record.line,
                    message: "the record that begins here is over \(maximumRecordSizeInBytes >> 20) MiB; "
                        + "is a quote not closed?"
                )
            }
        }
    }

    /// Ends the text and gives its last record where no line's end did.
    mutating func finish(_ take: (CSVRecord) throws -> Bool) throws {
        // A text shorter than a byte order mark that began like one.
        if let seen = byteOrderMark, seen > 0 { throw error("the file is no UTF-8") }
        switch phase {
        case .startOfField where record.count == 0: return
        case .quoted:
            throw SyntaxError(line: record.line, message: "a quote in the record that begins here is not closed")
        case .startOfField, .unquoted, .afterQuote: record.endField(isQuoted: fieldIsQuoted)
        case .afterCarriageReturn: break
        }
        _ = try endRecord(take)
    }

    private func error(_ message: String) -> SyntaxError { SyntaxError(line: line, message: message) }

    /// Whether the byte belongs to the mark; the bytes of one that breaks off become the text's.
    private mutating func skipByteOrderMark(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let seen = byteOrderMark ?? 0
        guard byte == mark[seen] else {
            record.bytes.append(contentsOf: mark[..<seen])
            if seen > 0 { phase = .unquoted }
            byteOrderMark = nil
            return false
        }
        byteOrderMark = seen == 2 ? nil : seen + 1
        return true
    }

    private mutating func append(_ piece: UnsafeRawBufferPointer, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        record.bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[range]))
    }

    private func endOfUnquotedRun(_ piece: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < piece.count {
            switch piece[position] {
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""): return position
            default: position += 1
            }
        }
        return position
    }

    private mutating func endUnquotedRun(with byte: UInt8, _ take: (CSVRecord) throws -> Bool) throws -> Bool {
        guard byte != UInt8(ascii: "\"") else {
            throw error("a quote stands inside a field that does not begin with one; put the field in quotes")
        }
        return try endField(with: byte, take)
    }

    private mutating func endQuotedField(with byte: UInt8, _ take: (CSVRecord) throws -> Bool) throws -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return try endField(with: byte, take)
        default: throw error("something follows the closing quote of a field; a quote inside is written twice")
        }
    }

    private mutating func endField(with byte: UInt8, _ take: (CSVRecord) throws -> Bool) throws -> Bool {
        record.endField(isQuoted: fieldIsQuoted)
        fieldIsQuoted = false
        switch byte {
        case UInt8(ascii: ","): phase = .startOfField
        case UInt8(ascii: "\r"): phase = .afterCarriageReturn
        default: return try endRecord(take)
        }
        return true
    }

    private mutating func endRecord(_ take: (CSVRecord) throws -> Bool) throws -> Bool {
        let goesOn = try take(record)
        record.removeAll()
        fieldIsQuoted = false
        line += 1
        record.line = line
        phase = .startOfField
        return goesOn
    }
}
