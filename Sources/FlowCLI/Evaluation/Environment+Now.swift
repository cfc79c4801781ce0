import Glibc
import JSONata
import Synchronization

extension Environment {
    /// The time of now, and a seed of its own.
    static func ofThisMoment() -> Environment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        return Environment(now: milliseconds, seed: nextSeed())
    }

    // The system is asked for randomness once: each time is a call of the kernel, which takes longer than most
    // evaluations.
    private static let firstSeed = UInt64.random(in: .min ... .max)
    private static let seeds = Atomic<UInt64>(0)

    private static func nextSeed() -> UInt64 {
        // Not the step of SplitMix64, by which one seed's numbers would be the next one's.
        firstSeed &+ seeds.wrappingAdd(1, ordering: .relaxed).oldValue &* 0xD134_2543_DE82_EF95
    }
}
