/// Base64 (RFC 4648), for finding secrets in texts.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes in base64 without padding.
    static func encode(_ bytes: [UInt8]) -> String {
        var encoded: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                encoded.append(letters[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { encoded.append(letters[Int(bits << UInt32(6 - count) & 63)]) }
        return String(decoding: encoded, as: UTF8.self)
    }
}
