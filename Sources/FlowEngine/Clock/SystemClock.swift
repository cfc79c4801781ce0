import Glibc
package import StatesLanguage

/// The machine's clock.
package struct SystemClock: EngineClock {
    /// The machine's clock.
    package init() {}

    package var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package func sleep(until moment: Timestamp) async throws {
        while true {
            let now = now
            guard moment > now else { return }
            let (remaining, isTooFar) = moment.milliseconds.subtractingReportingOverflow(now.milliseconds)
            // In pieces, so that a machine that slept, or whose clock was set, is late by a minute at most.
            try await Task.sleep(for: .milliseconds(isTooFar ? 60_000 : min(remaining, 60_000)))
        }
    }
}
