/// Checks texts that come from outside.
enum UTF8Text {
    /// Whether bytes are UTF-8 without a NUL.
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var all: UInt8 = 0
        var hasZero = false
        for byte in bytes {
            all |= byte
            hasZero = hasZero || byte == 0
        }
        if hasZero { return false }
        return all < 0x80 || String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) != nil
    }
}
