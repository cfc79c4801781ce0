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
}
