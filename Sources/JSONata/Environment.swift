/// What an evaluation may know of the world; the core has no clock and no randomness of its own.
public struct Environment: Hashable, Sendable {
    /// Milliseconds since 1970, what `$now` and `$millis` tell.
    public var now: Int64
    /// Where `$random`, `$shuffle` and `$uuid` start from.
    public var seed: UInt64

    /// An environment of the given moment and seed.
    public init(now: Int64 = 0, seed: UInt64 = 0) {
        self.now = now
        self.seed = seed
    }
}
