/// Random identifiers.
enum RandomID {
    /// A version 4 UUID, in lower case.
    static func uuid() -> String {
        // Two numbers and not sixteen bytes: each draw asks the kernel.
        let high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
        let low = UInt64.random(in: .min ... .max) & ~(3 << 62) | 1 << 63
        return String(unsafeUninitializedCapacity: 36) { text in
            var position = 0
            for half in [high, low] {
                for shift in stride(from: 60, through: 0, by: -4) {
                    if position == 8 || position == 13 || position == 18 || position == 23 {
                        text.initializeElement(at: position, to: UInt8(ascii: "-"))
                        position += 1
                    }
                    let digit = UInt8(truncatingIfNeeded: half >> UInt64(shift)) & 15
                    let first = digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10
                    text.initializeElement(at: position, to: first + digit)
                    position += 1
                }
            }
            return position
        }
    }
}
