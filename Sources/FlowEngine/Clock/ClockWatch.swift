import CClockWatch
import FlowTasks
import Glibc

/// Waits, on a thread of its own, until somebody sets the machine's clock.
struct ClockWatch: Sendable {
    /// The kernel gave nothing to wait for.
    struct Unavailable: Error {
        let code: Int32
    }

    /// Calls a closure whenever the clock was set; throws when the task is cancelled, or where that cannot be watched.
    func run(_ changed: @escaping @Sendable () -> Void) async throws {
        try await runBlocking { cancellation in
            let watch = clock_watch_open()
            guard watch >= 0 else { throw Unavailable(code: errno) }
            defer { close(watch) }
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Unavailable(code: errno) }
            let (reading, writing) = (ends[0], ends[1])
            defer {
                close(reading)
                close(writing)
            }
            let wake: @Sendable () -> Void = {
                var byte: UInt8 = 0
                _ = write(writing, &byte, 1)
            }
            try cancellation.withWaker(wake) {
                while !cancellation.isCancelled {
                    var watched = [
                        pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                        pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
                    ]
                    guard poll(&watched, nfds_t(watched.count), -1) > 0, watched[0].revents != 0 else { continue }
                    if clock_watch_take(watch) != 0 { changed() }
                }
            }
        }
    }
}
