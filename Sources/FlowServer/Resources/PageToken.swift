import StatesLanguage

/// Where the next page of a list begins: opaque to clients, bound to the list, valid for a day.
struct PageToken {
    /// The list that it belongs to: the operation and what it was asked for.
    let list: String
    /// The last one that was shown, by a text without dots that tells its place in the list.
    let position: String
    let issuedAt: Timestamp

    private static let lifetime: Int64 = 24 * 3600

    static let isInvalid = APIError(.invalidToken, "Invalid Token: 'Invalid token'")

    /// The text that clients hand back.
    var text: String {
        let body = "\(position).\(issuedAt.milliseconds)"
        let plain = "\(body).\(Self.checksum(of: "\(body).\(list)"))"
        return String(decoding: plain.utf8.flatMap { Self.hexadecimal($0) }, as: UTF8.self)
    }

    /// Reads a token of a list.
    ///
    /// - Throws: `InvalidToken` where it is another list's, too old, or nothing that was ever given out.
    init(_ text: String, list: String, now: Timestamp) throws(APIError) {
        let parts = Self.plain(text).split(separator: ".").map(String.init)
        guard parts.count == 3, let issued = Int64(parts[1]),
            parts[2] == Self.checksum(of: "\(parts[0]).\(issued).\(list)"),
            Timestamp(milliseconds: issued).adding(seconds: Self.lifetime) > now
        else { throw Self.isInvalid }
        self.init(list: list, position: parts[0], issuedAt: Timestamp(milliseconds: issued))
    }

    init(list: String, position: String, issuedAt: Timestamp) {
        self.list = list
        self.position = position
        self.issuedAt = issuedAt
    }

    private static func plain(_ text: String) -> String {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return "" }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[start...start + 1], as: UTF8.self), radix: 16) else {
                return ""
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    /// FNV-1a: against mistakes, not against forgers, who could only leave out a part of a list that they may read.
    private static func checksum(of text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return String(hash, radix: 36)
    }
}
