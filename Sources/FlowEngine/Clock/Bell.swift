import Synchronization

/// Wakes the one who waits for a moment, to look again at what he waits for.
package final class Bell: Sendable {
    // In a type of its own: a closure right in a `Mutex` is wrapped in one more each time that it is read.
    private struct Listener {
        let wake: @Sendable () -> Void
    }

    private let listener = Mutex<Listener?>(nil)

    /// A bell that nobody hears.
    package init() {}

    /// Wakes whoever listens.
    func ring() { listener.withLock { $0?.wake() } }

    /// Lets a closure be called at every ring, in place of the one before; afterwards that is called no more.
    ///
    /// - Parameter wake: returns at once, and rings no bell.
    func connect(_ wake: (@Sendable () -> Void)?) {
        let changed = wake.map { Listener(wake: $0) }
        listener.withLock { $0 = changed }
    }
}
