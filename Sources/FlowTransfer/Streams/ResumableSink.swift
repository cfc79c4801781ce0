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
            String(sha256Hex(Array(resumeKey.utf8)).prefix(16))
        } else {
            (0..<8).map { _ in UInt8.random(in: .min ... .max) }.hexText
        }
    // A file name may have 255 bytes.
    var start = name
    while start.utf8.count > 220 { start.removeLast() }
    return ".\(start).\(mark).partial"
}
