import Synchronization

/// Tells whoever posted an event whether the execution took it, once that is kept.
final class Acknowledgement: Sendable {
    private struct Phase {
        var answer: Bool?
        var waiter: CheckedContinuation<Bool, Never>?
    }
    private let phase = Mutex(Phase())

    /// Tells it; a second time changes nothing.
    func resolve(_ isTaken: Bool) {
        let waiter = phase.withLock { phase in
            if phase.answer == nil { phase.answer = isTaken }
            defer { phase.waiter = nil }
            return phase.waiter
        }
        waiter?.resume(returning: isTaken)
    }

    /// Returns when it was told; called once.
    ///
    /// Cancellation does not end it: the answer must be known.
    func wait() async -> Bool {
        await withCheckedContinuation { continuation in
            let answer: Bool? = phase.withLock { phase in
                if phase.answer == nil { phase.waiter = continuation }
                return phase.answer
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
