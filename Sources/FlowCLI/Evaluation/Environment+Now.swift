import Glibc
import JSONata

extension Environment {
    /// The time of now, and a seed of its own.
    static func ofThisMoment() -> Environment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        return Environment(now: milliseconds, seed: UInt64.random(in: .min ... .max))
    }
}
