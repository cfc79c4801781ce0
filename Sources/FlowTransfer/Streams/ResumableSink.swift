import Crypto
import FlowTasks

/// A sink whose broken transfer a later attempt can go on with.
protocol ResumableSink: ByteSink {
    /// Adds the bytes that an earlier attempt stored to a checksum.
    func hashStored(into digest: inout SHA256, _ cancellation: Cancellation) throws
    /// Leaves nothing behind, not even what could be gone on with.
    func abandon()
}

/// What an attempt must have stored for the next one to go on with it; less is sent again and leaves nothing behind.
let leastResumableBytes: Int64 = 1 << 20

/// The name under which a file is written before it is whole: hidden, and the same for the same resume key.
func asideName(of name: String, resumeKey: String?) -> String {
    let mark =
        if let resumeKey {
            SHA256.hash(data: Array(resumeKey.utf8)).prefix(8).hexText
        } else {
            (0..<8).map { _ in UInt8.random(in: .min ... .max) }.hexText
        }
    // A file name may have 255 bytes.
    var start = name
    while start.utf8.count > 220 { start.removeLast() }
    return ".\(start).\(mark).partial"
}

extension Sequence<UInt8> {
    /// Two lower-case hex digits a byte.
    var hexText: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// The SHA-256 of bytes in lower-case hex.
package func sha256Hex(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { sha256Hex($0) } }

/// The SHA-256 of bytes in lower-case hex.
func sha256Hex(_ bytes: UnsafeRawBufferPointer) -> String {
    var digest = SHA256()
    digest.update(bufferPointer: bytes)
    return digest.finalize().hexText
}
