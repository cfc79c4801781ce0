package import StatesLanguage

/// Tells an engine the time.
package protocol EngineClock: Sendable {
    /// The time of day.
    var now: Timestamp { get }
    /// Returns when the moment has come, or throws when the task is cancelled.
    func sleep(until moment: Timestamp) async throws
    /// Asks again and again what is due, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - bell: rung when it is to be asked at once.
    ///   - due: does what is due, and answers the next moment at which something is; `nil` where nothing is.
    func attend(to bell: Bell, _ due: @escaping @Sendable () -> Timestamp?) async
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

    /// Asks what is due in the task itself.
    package func attend(to bell: Bell, _ due: @escaping @Sendable () -> Timestamp?) async {
        await attendByTask(to: bell, due)
    }

    func attendByTask(to bell: Bell, _ due: @Sendable () -> Timestamp?) async {
        while !Task.isCancelled {
            // First the signal, then the look: what happens between fires it.
            let changed = Signal()
            bell.connect { changed.fire() }
            if let next = due() { await sleep(until: next, or: changed) } else { await changed.wait() }
        }
        bell.connect(nil)
    }
}
