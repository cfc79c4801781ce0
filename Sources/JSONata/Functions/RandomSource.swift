/// Random numbers that follow from a seed (SplitMix64), so that an evaluation can be repeated.
struct RandomSource {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to 1.
    mutating func nextDouble() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A UUID of version 4.
    mutating func nextUUID() -> String {
        let high = next() & ~0xF000 | 0x4000
        let low = next() & ~(0b11 << 62) | (0b10 << 62)
        func hex(_ value: UInt64) -> [Character] {
            let text = String(value, radix: 16)
            return Array(String(repeating: "0", count: 16 - text.count) + text)
        }
        let digits = hex(high) + hex(low)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return parts.joined(separator: "-")
    }
}

/// `java.util.Random`, since Step Functions' `$random(seed)` gives its numbers.
struct JavaRandom {
    private var state: Int64

    init(seed: Int64) { state = (seed ^ 0x5_DEEC_E66D) & ((1 << 48) - 1) }

    private mutating func next(bits: Int) -> Int64 {
        state = (state &* 0x5_DEEC_E66D &+ 0xB) & ((1 << 48) - 1)
        return state >> (48 - Int64(bits))
    }

    mutating func nextDouble() -> Double {
        let high = next(bits: 26) << 27
        return Double(high + next(bits: 27)) * 0x1p-53
    }
}
