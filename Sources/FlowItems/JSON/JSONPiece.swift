import FlowDiagnostics
import FlowJSON
import FlowTasks
import StatesLanguage

/// A piece of a JSON text, read from the left as far as it goes.
struct JSONPiece: ~Copyable {
    enum Separator {
        /// The next element or member begins here.
        case found
        /// The array or object has ended.
        case closed
        /// The piece ends before it.
        case missing
    }
    let bytes: UnsafeRawBufferPointer
    let isLast: Bool
    /// Where reading goes on.
    var place = 0
    private let offset: Int64
    private var reader: ValueReader

    init(_ bytes: UnsafeRawBufferPointer, isLast: Bool, before offset: Int64) {
        self.bytes = bytes
        self.isLast = isLast
        self.offset = offset
        reader = ValueReader(bytes, options: .items)
    }

    /// Goes back to where an element begins, until more of it is there.
    @inline(__always)
    mutating func giveBack(to start: Int) -> Bool {
        place = start
        return false
    }

    /// The next byte that is not blank, which stays; `nil` at the end.
    @inline(__always)
    mutating func nextByte() -> UInt8? {
        while place < bytes.count {
            let byte = bytes[place]
            if !byte.isJSONBlank { return byte }
            place += 1
        }
        return nil
    }

    /// Reads the comma before an element, which the first one has not, or the end of the array or object.
    @inline(__always)
    mutating func separator(isFirst: Bool, closing: UInt8) throws -> Separator {
        guard let byte = nextByte() else { return try end() }
        if byte == closing {
            place += 1
            return .closed
        }
        if isFirst { return .found }
        guard byte == UInt8(ascii: ",") else { throw malformed("Here should stand a comma or the end of the list.") }
        place += 1
        guard let next = nextByte() else { return try end() }
        guard next != closing else { throw malformed("A comma stands before the end of the list.") }
        return .found
    }

    /// Reads a value; `nil` where the rest of it is still to come.
    @inline(__always)
    mutating func value(_ limits: ItemLimits) throws -> JSON? {
        var end = place
        guard let value = reader.next(at: &end, before: bytes.count) else {
            if !isLast, reader.couldGoOn { return nil }
            throw malformed(reader.failure?.message ?? "It ends before a value.")
        }
        // A number or a word at the end of the piece may go on.
        if !isLast, end == bytes.count, !isClosed(bytes[end - 1]) { return nil }
        if end - place > limits.itemSizeInBytes { throw TaskFailure.itemTooLarge(limits) }
        place = end
        return value
    }

    /// Reads a key and its colon; `nil` where the rest is still to come.
    mutating func key(_ limits: ItemLimits) throws -> String? {
        guard let quote = nextByte() else { return try end() == .missing ? nil : "" }
        guard quote == UInt8(ascii: "\"") else { throw malformed("Here should stand a key in double quotes.") }
        guard let key = try value(limits)?.stringValue else { return nil }
        guard let colon = nextByte() else { return try end() == .missing ? nil : "" }
        guard colon == UInt8(ascii: ":") else { throw malformed("Here should stand a colon.") }
        place += 1
        return key
    }

    /// The piece ends where something should follow.
    private func end() throws -> Separator {
        if isLast { throw malformed("It ends within the list.") }
        return .missing
    }

    private func isClosed(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte | 0x20 == UInt8(ascii: "}")
    }

    func malformed(_ reason: String) -> TaskFailure {
        .itemReader("The file is not JSON near byte \(offset + Int64(place)): \(reason)")
    }
}

extension JSON.ParsingOptions {
    /// As AWS reads items: half a surrogate pair in one of them does not end the run.
    static let items = JSON.ParsingOptions(loneSurrogates: .replaced)
}
