/// Random numbers that a seed decides: jitter, tokens and the random functions of expressions.
///
/// SplitMix64, whose whole state is one number, so that an interpreter can be kept and brought back.
package struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    /// All that there is to keep; a generator whose seed it is goes on as this one.
    package private(set) var state: UInt64

    /// Numbers that follow from a seed.
    package init(seed: UInt64) { state = seed }

    /// The next number.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to 1.
    mutating func nextDouble() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// The text of a random UUID, version 4.
    package mutating func uuid() -> String {
        let first = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let second = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var text = ""
        text.reserveCapacity(36)
        for number in [first, second] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let value = UInt8(truncatingIfNeeded: number >> UInt64(shift)) & 0xF
                text.unicodeScalars.append(Unicode.Scalar(value < 10 ? 48 + value : 87 + value))
                switch text.utf8.count {
                case 8, 13, 18, 23: text += "-"
                default: break
                }
            }
        }
        return text
    }
}
