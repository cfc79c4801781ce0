import Synchronization

/// Wakes the one who waits for a moment, to look again at what he waits for.
package final class Bell: Sendable {
    private let wake = Mutex<(@Sendable () -> Void)?>(nil)

    /// A bell that nobody hears.
    package init() {}

    /// Wakes whoever listens.
    func ring() { wake.withLock { $0?() } }

    /// Lets a closure be called at every ring, in place of the one before; afterwards that is called no more.
    ///
    /// - Parameter wake: returns at once, and rings no bell.
    func connect(_ wake: (@Sendable () -> Void)?) { self.wake.withLock { $0 = wake } }
}
