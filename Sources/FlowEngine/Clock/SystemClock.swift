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
            try await Task.sleep(for: .milliseconds(isTooFar ? 60_000 : Self.piece(of: remaining)))
        }
    }

    package func attend(to bell: Bell, _ due: @escaping @Sendable () -> Timestamp?) async {
        do {
            try await ClockThread().run(bell, due)
        } catch {
            // Without a thread, or when the task is cancelled, which ends this too.
            await attendByTask(to: bell, due)
        }
    }

    package func watchChanges(_ changed: @escaping @Sendable () -> Void) async {
        do {
            try await ClockWatch().run(changed)
        } catch {
            // Without a watch, or when the task is cancelled: a sleep looks at the clock at least once a minute.
        }
    }

    /// How long to sleep before the clock is looked at again, of so many milliseconds until the moment.
    ///
    /// The last second is slept by itself, since the clock may be slewed by half a thousandth while one sleeps.
    static func piece(of remaining: Int64) -> Int64 { remaining <= 2_000 ? remaining : min(remaining - 1_000, 60_000) }
}
