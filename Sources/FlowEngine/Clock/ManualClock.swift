package import StatesLanguage
import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: EngineClock {
    private struct Sleeper {
        var due: Timestamp
        var signal: Signal
    }
    private struct Phase {
        var now: Timestamp
        var sleepers: [Sleeper] = []
        var watcher: Signal?
        var changed: [@Sendable () -> Void] = []
    }
    private let phase: Mutex<Phase>

    /// A clock that shows the given moment.
    package init(_ now: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) {
        phase = Mutex(Phase(now: now))
    }

    package var now: Timestamp { phase.withLock { $0.now } }

    package func sleep(until moment: Timestamp) async throws {
        let signal = Signal()
        let (mustSleep, watcher): (Bool, Signal?) = phase.withLock { phase in
            guard moment > phase.now else { return (false, nil) }
            phase.sleepers.append(Sleeper(due: moment, signal: signal))
            return (true, phase.watcher)
        }
        watcher?.fire()
        guard mustSleep else { return }
        await signal.wait()
        phase.withLock { phase in phase.sleepers.removeAll { $0.signal === signal } }
        try Task.checkCancellation()
    }

    package func watchChanges(_ changed: @escaping @Sendable () -> Void) async {
        phase.withLock { $0.changed.append(changed) }
        await Signal().wait()
    }

    /// Sets the clock, forward or back, as somebody does who sets a machine's; sleepers look at it again.
    package func set(to moment: Timestamp) {
        let (woken, changed) = phase.withLock { phase in
            phase.now = moment
            let woken = phase.sleepers.filter { $0.due <= moment }
            phase.sleepers.removeAll { $0.due <= moment }
            return (woken, phase.changed)
        }
        for sleeper in woken { sleeper.signal.fire() }
        for closure in changed { closure() }
    }

    /// Moves the clock on, and wakes whoever's moment has come.
    package func advance(to moment: Timestamp) {
        let woken = phase.withLock { phase in
            phase.now = max(phase.now, moment)
            let woken = phase.sleepers.filter { $0.due <= phase.now }
            phase.sleepers.removeAll { $0.due <= phase.now }
            return woken
        }
        for sleeper in woken { sleeper.signal.fire() }
    }

    /// Moves the clock on by so many seconds.
    package func advance(bySeconds seconds: Int64) { advance(to: now.adding(seconds: seconds)) }

    /// The next moment that somebody sleeps for, as soon as somebody does; `nil` when the task is cancelled.
    package func nextAwakening() async -> Timestamp? {
        while !Task.isCancelled {
            let signal = Signal()
            let due: Timestamp? = phase.withLock { phase in
                let due = phase.sleepers.map(\.due).min()
                if due == nil { phase.watcher = signal }
                return due
            }
            if let due { return due }
            await signal.wait()
        }
        return nil
    }

    /// Moves the clock to each moment that somebody sleeps for, until the task is cancelled.
    ///
    /// For executions without running handlers that have a timeout: that would be over at once.
    package func skipEverySleep() async {
        while let due = await nextAwakening() { advance(to: due) }
    }
}
