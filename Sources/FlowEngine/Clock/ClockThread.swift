import FlowTasks
import Glibc
import StatesLanguage

/// Waits for moments of the machine's clock on a thread of its own.
///
/// A sleep of a Swift task waits for a place among those that are at work when it is over; this one does not.
struct ClockThread: Sendable {
    /// The kernel gave nothing to be woken by.
    struct Unavailable: Error {
        let code: Int32
    }

    /// Asks what is due at each moment that it was told, and at each ring; throws when the task is cancelled.
    func run(_ bell: Bell, _ due: @escaping @Sendable () -> Timestamp?) async throws {
        try await runBlocking { cancellation in
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Unavailable(code: errno) }
            let (reading, writing) = (ends[0], ends[1])
            defer {
                close(reading)
                close(writing)
            }
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
            let wake: @Sendable () -> Void = {
                var byte: UInt8 = 0
                // A full pipe wakes too.
                _ = write(writing, &byte, 1)
            }
            bell.connect(wake)
            defer { bell.connect(nil) }
            try cancellation.withWaker(wake) {
                var bytes = [UInt8](repeating: 0, count: 256)
                while !cancellation.isCancelled {
                    var watched = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
                    guard poll(&watched, 1, Self.pause(until: due())) > 0 else { continue }
                    while read(reading, &bytes, bytes.count) == bytes.count {}
                }
            }
        }
    }

    /// How many milliseconds `poll` is to wait; -1 is for ever.
    private static func pause(until moment: Timestamp?) -> Int32 {
        guard let moment else { return -1 }
        let (remaining, isTooFar) = moment.milliseconds.subtractingReportingOverflow(SystemClock().now.milliseconds)
        return isTooFar ? 60_000 : Int32(clamping: SystemClock.piece(of: max(0, remaining)))
    }
}
