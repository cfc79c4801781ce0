import Synchronization

/// Tells blocking code on its own thread that the Swift task around it was cancelled.
package final class Cancellation: Sendable {
    private struct Phase {
        var isCancelled = false
        var wakers: [Int: @Sendable () -> Void] = [:]
        var nextWaker = 0
    }
    private let phase = Mutex(Phase())
    /// Held while wakers run, so that what they wake is not taken down under them.
    private let waking = Mutex(())

    /// A cancellation that has not happened.
    package init() {}

    /// Whether it has happened.
    package var isCancelled: Bool { phase.withLock { $0.isCancelled } }

    /// Throws `CancellationError` when it has happened.
    package func check() throws {
        if isCancelled { throw CancellationError() }
    }

    /// Cancels, and wakes what blocks.
    package func cancel() {
        waking.withLock { _ in
            let wakers = phase.withLock { phase in
                phase.isCancelled = true
                defer { phase.wakers = [:] }
                return phase.wakers
            }
            for (_, wake) in wakers.sorted(by: { $0.key < $1.key }) { wake() }
        }
    }

    /// Runs `body`; a cancellation in the meantime calls `wake`, on the canceller's thread.
    ///
    /// `wake` is not running any more when this returns, so that it may use what `body` owns. It must not block.
    package func withWaker<Result>(_ wake: @escaping @Sendable () -> Void, _ body: () throws -> Result) throws -> Result
    {
        let id: Int? = phase.withLock { phase in
            guard !phase.isCancelled else { return nil }
            phase.nextWaker += 1
            phase.wakers[phase.nextWaker] = wake
            return phase.nextWaker
        }
        guard let id else { throw CancellationError() }
        defer {
            let isCancelled = phase.withLock { phase in
                phase.wakers[id] = nil
                return phase.isCancelled
            }
            if isCancelled { waking.withLock { _ in } }
        }
        return try body()
    }
}
