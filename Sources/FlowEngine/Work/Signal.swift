import Synchronization

/// Something that happens once, and that one task may wait for.
package final class Signal: Sendable {
    private struct Phase {
        var hasFired = false
        /// The task that waits was cancelled.
        var isAbandoned = false
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let phase = Mutex(Phase())

    /// A signal that has not happened.
    package init() {}

    /// Whether it has happened.
    package var hasFired: Bool { phase.withLock { $0.hasFired } }

    /// Lets it happen; a second time changes nothing.
    package func fire() {
        let waiter = phase.withLock { phase in
            phase.hasFired = true
            defer { phase.waiter = nil }
            return phase.waiter
        }
        waiter?.resume()
    }

    /// Returns when it has happened, or when the task is cancelled; called once.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isLate = phase.withLock { phase in
                    let isLate = phase.hasFired || phase.isAbandoned
                    if !isLate { phase.waiter = continuation }
                    return isLate
                }
                if isLate { continuation.resume() }
            }
        } onCancel: {
            abandon()
        }
    }

    private func abandon() {
        let waiter = phase.withLock { phase in
            phase.isAbandoned = true
            defer { phase.waiter = nil }
            return phase.waiter
        }
        waiter?.resume()
    }
}
