package import StatesLanguage

/// Tells an engine the time.
package protocol EngineClock: Sendable {
    /// The time of day.
    var now: Timestamp { get }
    /// Returns when the moment has come, or throws when the task is cancelled.
    func sleep(until moment: Timestamp) async throws
    /// Calls a closure whenever somebody set the clock, until the task is cancelled.
    func watchChanges(_ changed: @escaping @Sendable () -> Void) async
}

extension EngineClock {
    /// Returns when the moment has come or the signal has fired, or when the task is cancelled.
    func sleep(until moment: Timestamp, or signal: Signal) async {
        await withTaskGroup(of: Void.self) { group in
            // `try?`: cancelled is what the sleep is when the signal fired.
            group.addTask { try? await self.sleep(until: moment) }
            group.addTask { await signal.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
