import FlowMachine
package import FlowStore
import Synchronization

extension Engine {
    /// Takes over the whole store: goes on with every execution that it has and that has not ended.
    ///
    /// Pending tasks are done again with the same idempotency keys, and timers that were due meanwhile fire at once. Where
    /// the store outlives the process, what only waits is not loaded, and from now on executions that only wait leave
    /// memory until something is due for them; so only one engine may do this with a store.
    ///
    /// - Parameter observer: makes the observers of executions, now and whenever one is loaded again.
    /// - Returns: the executions that were loaded.
    @discardableResult
    package func resume(observing observer: ObserverOfStored? = nil) async throws -> [ExecutionID] {
        observing.change(to: observer)
        let store = configuration.store
        guard store.outlivesProcess else {
            let running = try await store.list(.running)
            return try await goOn(with: running)
        }
        timers.horizon = configuration.clock.now
        isKeeper.store(true, ordering: .releasing)
        resumption.fire()
        var resumed: [ExecutionID] = []
        var last = -1
        while true {
            let page = try await store.unsettled(after: last, limit: Self.pageLength)
            resumed += try await goOn(with: page)
            guard page.count == Self.pageLength, let sequence = page.last?.sequence else { return resumed }
            last = sequence
        }
    }

    /// Goes on with one execution, and leaves the others in the store to whoever runs them.
    ///
    /// - Returns: whether it runs; `false` where there is no such execution, or where it has ended.
    package func resume(_ id: ExecutionID, observer: (any ExecutionObserver)? = nil) async throws -> Bool {
        observing.change(to: { stored in stored.id == id ? observer : nil })
        guard let cell = try await hold(id) else { return false }
        release(cell)
        return true
    }

    /// How many executions or timers are asked of the store at a time.
    static let pageLength = 256

    /// Whether executions that only wait leave memory.
    var keepsAll: Bool { isKeeper.load(ordering: .acquiring) }

    private func goOn(with summaries: [ExecutionSummary]) async throws -> [ExecutionID] {
        var resumed: [ExecutionID] = []
        for summary in summaries where executions[summary.id] == nil {
            // The children of a map run that goes on are taken up by it.
            if try await mapRunGoesOn(with: summary.child) { continue }
            guard let cell = try await hold(summary.id) else { continue }
            release(cell)
            pass(.duringResume)
            if summary.child == nil { resumed.append(summary.id) }
        }
        return resumed
    }
}
