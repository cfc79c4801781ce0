/// The algorithms of `$hash` and of `States.Hash`, by the names that both give them (RFC 1321, FIPS 180-4).
package enum MessageDigest: String, CaseIterable {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    /// The digest in small hexadecimal digits.
    package func hexadecimal(of message: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = digest(of: message).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    func digest(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: MD5.digest(of: message)
        case .sha1: SHA1.digest(of: message)
        case .sha256: SHA256.digest(of: message)
        case .sha384: SHA512.digest(of: message, start: SHA512.start384, length: 48)
        case .sha512: SHA512.digest(of: message, start: SHA512.start512, length: 64)
        }
    }

    /// The message with a one bit, zeros, and its length in bits, filled up to whole blocks.
    static func padded(_ message: [UInt8], block: Int, isBigEndian: Bool = true) -> [UInt8] {
        let lengthBytes = block / 8
        var bytes = message
        bytes.append(0x80)
        while bytes.count % block != block - lengthBytes { bytes.append(0) }
        let bits = UInt64(message.count) &* 8
        let length = (0..<lengthBytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) : 0 }
        return bytes + (isBigEndian ? length.reversed() : length)
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    func rotated(left count: Int) -> Self { self << count | self >> (Self.bitWidth - count) }

    func rotated(right count: Int) -> Self { self >> count | self << (Self.bitWidth - count) }

    /// The number at a place in bytes, the most significant first.
    init(bigEndian bytes: [UInt8], at start: Int) {
        self = bytes[start..<start + Self.bitWidth / 8].reduce(0) { $0 << 8 | Self($1) }
    }

    /// The bytes, the most significant first.
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
