import FlowConnections
package import FlowJSON
package import FlowMachine
package import FlowStore
import StatesLanguage
import Synchronization

/// Runs executions: hands their tasks to handlers, lets their timers fire, and keeps what happened.
///
/// It lives within ``with(_:_:)``. What it does for an execution is kept before it is done; after a crash, ``resume()``
/// goes on where the store's last commit was.
package final class Engine: Sendable {
    let configuration: EngineConfiguration
    let work: WorkQueue
    let timers: TimerQueue
    let activities = ActivityQueue()
    let scratch: ScratchFolder
    let parts: TaskParts
    let executions = ExecutionTable()
    /// Makes the observers of executions that are loaded.
    let observing = ObserverSource()
    /// Whether the engine has taken over the whole store, and lets executions that only wait leave memory.
    let isKeeper = Atomic<Bool>(false)
    let resumption = Signal()
    /// Lets timers be fetched from the store at once.
    let fetchSignal = Mutex<Signal?>(nil)
    /// The map runs that are being conducted, by their ARNs.
    let mapRuns = Mutex<[String: MapRun]>([:])

    init(_ configuration: EngineConfiguration, scratch: ScratchFolder) {
        self.configuration = configuration
        self.scratch = scratch
        parts = TaskParts(configuration)
        work = WorkQueue(
            maximumConcurrentTasks: configuration.maximumConcurrentTasks,
            maximumConcurrentCalls: configuration.maximumConcurrentCalls
        )
        timers = TimerQueue(clock: configuration.clock)
    }

    /// Runs an engine while `body` uses it.
    ///
    /// Nothing of it is alive afterwards: handlers that still run are cancelled and waited for. An execution that has not
    /// ended stays in the store as it is.
    package static func with<Result>(
        _ configuration: EngineConfiguration,
        _ body: (Engine) async throws -> Result
    ) async throws -> Result {
        let scratch = try ScratchFolder(below: configuration.scratchRoot)
        let engine = Engine(configuration, scratch: scratch)
        do {
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
                // Before all who wait for a thread, so that a timer is not late since there is much to do.
                group.addTask(priority: .high) { await engine.dispatchWork() }
                group.addTask(priority: .high) { await engine.fireTimers() }
                defer {
                    engine.work.close()
                    group.cancelAll()
                }
                return try await body(engine)
            }
            await scratch.remove()
            return result
        } catch {
            await scratch.remove()
            throw error
        }
    }

    /// Starts an execution; one that a store keeps is kept when this returns.
    ///
    /// - Parameters:
    ///   - identity: its id is unique.
    ///   - attributes: what the store keeps beside it.
    ///   - keeping: whether the store keeps it, or memory until it ends.
    /// - Throws: `StoreError`, with `alreadyExists` where the id was used before.
    @discardableResult
    package func start(
        _ program: Program,
        as identity: ExecutionIdentity,
        input: JSON,
        attributes: JSONObject = JSONObject(),
        keeping: ExecutionKeeping = .inStore,
        observer: (any ExecutionObserver)? = nil
    ) async throws -> ExecutionID {
        let cell = cell(program, as: identity, keeping: keeping, attributes: attributes, observer: observer)
        try await begin(cell, input: input)
        defer { release(cell) }
        if let failure = cell.failure { throw failure }
        pass(.started)
        return cell.id
    }

    /// Starts an execution and waits until it ended and nothing of its handlers is alive.
    ///
    /// Cancelling the task stops the execution, which then ends as aborted.
    ///
    /// - Parameter variables: values that a single state which is run on its own may read.
    package func run(
        _ program: Program,
        as identity: ExecutionIdentity,
        input: JSON,
        variables: JSONObject = JSONObject(),
        attributes: JSONObject = JSONObject(),
        keeping: ExecutionKeeping = .inStore,
        observer: (any ExecutionObserver)? = nil
    ) async throws -> ExecutionResult {
        let cell = cell(
            program,
            as: identity,
            keeping: keeping,
            attributes: attributes,
            variables: variables,
            observer: observer
        )
        try await begin(cell, input: input)
        return try await heldResult(of: cell)
    }

    /// Waits until an execution ended.
    ///
    /// - Throws: `StoreError` with `notFound` where the store has no such execution.
    package func result(of id: ExecutionID) async throws -> ExecutionResult {
        if let cell = try await hold(id) { return try await heldResult(of: cell) }
        guard let stored = try await configuration.store.load(id), let status = stored.interpreter.status else {
            throw StoreError(.notFound, "No execution \(id) is running here or has ended.")
        }
        var result = ExecutionResult(id: id, status: status, history: try await history(of: id))
        result.startedAt = stored.interpreter.startedAt
        result.stoppedAt = stored.stoppedAt
        return result
    }

    /// Ends an execution as aborted; one that has ended stays as it is.
    package func stop(_ id: ExecutionID, error: String? = nil, cause: String? = nil) async throws {
        try await withExecution(id) { cell in
            if let cell { stop(cell, error: error, cause: cause) }
        }
    }
}

extension Engine {
    private func cell(
        _ program: Program,
        as identity: ExecutionIdentity,
        keeping: ExecutionKeeping,
        attributes: JSONObject,
        variables: JSONObject = JSONObject(),
        observer: (any ExecutionObserver)?
    ) -> ExecutionCell {
        ExecutionCell(
            id: ExecutionID(identity.id),
            program: program,
            interpreter: Interpreter(
                program: program,
                execution: identity,
                limits: configuration.limits,
                randomSeed: configuration.makeSeed(),
                tokenKey: configuration.makeTokenKey(for: program),
                variables: variables
            ),
            version: 0,
            now: configuration.clock.now,
            observer: observer,
            keeping: keeping,
            attributes: attributes
        )
    }

    /// Lets an execution take its first turn; it is held afterwards.
    private func begin(_ cell: ExecutionCell, input: JSON) async throws {
        cell.hold()
        guard await executions.reserve(cell) else {
            throw StoreError(.alreadyExists, "There is an execution \(cell.id) already.")
        }
        cell.post(.start(input: redactor.redact(input)), at: configuration.clock.now)
        // One turn, so that the execution is kept; a machine that loops for ever goes on elsewhere.
        await takeTurns(of: cell, atMost: 1)
    }

    private func heldResult(of cell: ExecutionCell) async throws -> ExecutionResult {
        defer { release(cell) }
        let end = await withTaskCancellationHandler {
            await cell.wait()
        } onCancel: {
            stop(cell, error: nil, cause: "The run was interrupted.")
        }
        switch end {
        case .ended(let status):
            let history = cell.keeping == .inMemory ? cell.ownHistory : try await history(of: cell.id)
            var result = ExecutionResult(id: cell.id, status: status, history: history)
            result.startedAt = history.first?.timestamp
            result.stoppedAt = history.last?.timestamp
            return result
        case .broken(let error): throw error
        }
    }

    /// Lets an execution end as aborted.
    func stop(_ cell: ExecutionCell, error: String?, cause: String?) {
        cell.post(.stop(error: error, cause: cause), at: configuration.clock.now)
        work.submit(turnOf: cell)
    }

    private func history(of id: ExecutionID) async throws -> [HistoryEvent] {
        try await configuration.store.events(of: id, from: 1, limit: .max)
    }

    private func dispatchWork() async {
        await withDiscardingTaskGroup { group in
            while let order = await work.next() {
                switch order {
                case .turn(let cell): group.addTask { await self.takeTurns(of: cell) }
                case .attempt(let attempt): group.addTask(priority: .medium) { await self.perform(attempt) }
                case .mapRun(let run): group.addTask(priority: .medium) { await self.conduct(run) }
                case .wake(let wake, let moment): group.addTask { await self.deliver(wake, at: moment) }
                }
            }
            group.cancelAll()
        }
    }
}
