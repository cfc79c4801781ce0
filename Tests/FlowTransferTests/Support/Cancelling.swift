import FlowTasks
import Glibc

@testable import FlowTransfer

/// Cancels blocking work after 200 ms, and gives how long it then took to end, and with what.
///
/// On threads of its own: the tests around it keep the cooperative pool busy.
func secondsToEnd(
    _ work: @escaping @Sendable (Cancellation) throws -> Void
) throws -> (seconds: Double, error: (any Error)?) {
    let cancellation = Cancellation()
    let ended = Guarded<(ContinuousClock.Instant, (any Error)?)?>(nil)
    let worker = try Worker {
        do {
            try work(cancellation)
            ended.update { $0 = (.now, nil) }
        } catch {
            ended.update { $0 = (.now, error) }
        }
    }
    usleep(200_000)
    let start = ContinuousClock.now
    cancellation.cancel()
    worker.join()
    return ended.update { end in
        (end.map { ($0.0 - start) / .seconds(1) } ?? .infinity, end?.1)
    }
}
