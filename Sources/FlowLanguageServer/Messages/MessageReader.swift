/// Takes the bytes that a client sends apart into messages.
///
/// A message is a header, a blank line and a body of as many bytes as the header says. What is no message is reported
/// once, and reading goes on at the next `Content-Length`.
package struct MessageReader: Sendable {
    /// What comes next.
    package enum Item: Equatable {
        /// The body of a message.
        case message([UInt8])
        /// Bytes that are no message, and why.
        case malformed(String)
    }

    /// The longest body that is read.
    static let longestBody = 64 << 20
    /// The longest header that is read.
    static let longestHeader = 16 << 10
    private static let name = Array("content-length:".utf8)

    private var bytes: [UInt8] = []
    private var start = 0
    /// Whether bytes are passed over until the next header.
    private var isLost = false

    /// A reader that has no bytes yet.
    package init() {}

    /// Takes bytes that came.
    package mutating func append(_ more: some Sequence<UInt8>) {
        if start > 0, start == bytes.count || start > 1 << 20 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next item, or `nil` where more bytes are needed.
    package mutating func next() -> Item? {
        if isLost, !findHeader() { return nil }
        guard let headerEnd = endOfHeader() else {
            guard bytes.count - start > Self.longestHeader else { return nil }
            return lost("A message's header is longer than \(Self.longestHeader) bytes.")
        }
        let length: Int
        switch contentLength(in: start..<headerEnd) {
        case .success(let value): length = value
        case .failure(let reason):
            start = headerEnd
            return lost(reason.text)
        }
        guard bytes.count - headerEnd >= length else { return nil }
        start = headerEnd + length
        return .message(Array(bytes[headerEnd..<start]))
    }

    private mutating func lost(_ reason: String) -> Item {
        isLost = true
        return .malformed(reason)
    }

    /// Passes over everything before the next `Content-Length`; false where there is none yet.
    private mutating func findHeader() -> Bool {
        while start + Self.name.count <= bytes.count {
            if isName(at: start) {
                isLost = false
                return true
            }
            start += 1
        }
        return false
    }

    private func isName(at position: Int) -> Bool {
        guard position + Self.name.count <= bytes.count else { return false }
        for (offset, letter) in Self.name.enumerated() where Self.lowercase(bytes[position + offset]) != letter {
            return false
        }
        return true
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 32 : byte
    }

    /// Where the blank line after the header ends.
    private func endOfHeader() -> Int? {
        var position = start
        let last = min(bytes.count, start + Self.longestHeader)
        while position + 3 < last {
            if bytes[position] == 0x0D, bytes[position + 1] == 0x0A, bytes[position + 2] == 0x0D,
                bytes[position + 3] == 0x0A
            {
                return position + 4
            }
            position += 1
        }
        return nil
    }

    private struct Reason: Error {
        let text: String
    }

    private func contentLength(in header: Range<Int>) -> Result<Int, Reason> {
        var length: Int?
        for line in bytes[header].split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) where isName(at: line.startIndex)
        {
            let digits = String(decoding: line.dropFirst(Self.name.count), as: UTF8.self)
            let value = digits.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
            guard let number = Int(value), number >= 0, value.utf8.first != UInt8(ascii: "+") else {
                return .failure(Reason(text: "\"\(value.prefix(40))\" is no Content-Length."))
            }
            length = number
        }
        guard let length else { return .failure(Reason(text: "A message's header has no Content-Length.")) }
        guard length <= Self.longestBody else {
            return .failure(Reason(text: "A message of \(length) bytes is too long."))
        }
        return .success(length)
    }
}
