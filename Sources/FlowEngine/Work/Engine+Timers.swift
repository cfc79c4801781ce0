import FlowMachine
import FlowStore
import Logging
import StatesLanguage
import Synchronization

extension Engine {
    /// How far ahead timers are taken into memory, in seconds.
    private static let secondsAhead: Int64 = 60

    /// Lets a timer of an execution fire, here or after it was fetched from the store.
    func startTimer(_ timer: TimerID, of cell: ExecutionCell, at due: Timestamp) {
        timers.start(TimerQueue.Wake(execution: cell.id, timer: timer), at: due, ignoresHorizon: isOutOfStore(cell))
    }

    /// Looks again soon at an execution for which the store could not do something.
    func lookAgain(at id: ExecutionID, for timer: TimerID? = nil) {
        let soon = configuration.clock.now.adding(seconds: 1)
        timers.start(TimerQueue.Wake(execution: id, timer: timer), at: soon, ignoresHorizon: true)
    }

    /// Whether the store cannot tell when something is due for an execution.
    private func isOutOfStore(_ cell: ExecutionCell) -> Bool { cell.keeping == .inMemory }

    /// Fires timers, until the task is cancelled.
    func fireTimers() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                await self.configuration.clock.watchChanges {
                    self.timers.clockChanged()
                    self.fetchSignal.withLock { $0 }?.fire()
                }
            }
            group.addTask { await self.fetchTimers() }
            await timers.run { wake in self.fire(wake) }
        }
    }

    private func fire(_ wake: TimerQueue.Wake) {
        pass(.timerDue)
        let now = configuration.clock.now
        guard let cell = executions[wake.execution], cell.post(wake.event, at: now) else {
            if keepsAll { work.submit(wake, at: now) }
            return
        }
        work.submit(turnOf: cell)
    }

    /// Brings an execution that is not in memory what was due for it at a moment, however long it takes to load it.
    func deliver(_ wake: TimerQueue.Wake, at moment: Timestamp) async {
        do {
            try await withExecution(wake.execution) { cell in
                guard let cell else { return }
                cell.post(wake.event, at: moment)
                // Not in a task that was cancelled: the store may not like it.
                if Task.isCancelled { work.submit(turnOf: cell) } else { await takeTurns(of: cell) }
            }
        } catch {
            // The store is down; where the engine ends, the next one finds the timer.
            if !Task.isCancelled {
                parts.logger.error("The execution \(wake.execution) cannot go on for now: \(error)")
            }
            lookAgain(at: wake.execution, for: wake.timer)
        }
        work.ended(wake)
    }

    /// Takes the timers into memory that are due soon, again and again, once the engine has taken over the store.
    private func fetchTimers() async {
        await resumption.wait()
        let clock = configuration.clock
        while !Task.isCancelled {
            // First the signal, then the look: a clock that is set meanwhile fires it.
            let changed = Signal()
            fetchSignal.withLock { $0 = changed }
            let pause: Int64
            do {
                try await fetchTimers(until: clock.now.adding(seconds: Self.secondsAhead))
                pause = Self.secondsAhead / 2
            } catch {
                // The store is down.
                pause = 1
            }
            await clock.sleep(until: clock.now.adding(seconds: pause), or: changed)
        }
    }

    private func fetchTimers(until moment: Timestamp) async throws {
        // What is committed from now on comes here by itself, what was before is read.
        timers.horizon = max(timers.horizon, moment)
        var cursor: TimerCursor?
        while true {
            let page = try await configuration.store.timers(after: cursor, until: moment, limit: Self.pageLength)
            for timer in page {
                timers.start(TimerQueue.Wake(execution: timer.execution, timer: timer.timer), at: timer.due)
            }
            guard page.count == Self.pageLength, let last = page.last else { return }
            cursor = last.cursor
        }
    }
}

extension TimerQueue.Wake {
    fileprivate var event: Event { timer.map(Event.timerFired) ?? .continue }
}
