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
