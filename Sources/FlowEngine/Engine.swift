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
    let executions = Mutex<[ExecutionID: ExecutionCell]>([:])
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
                group.addTask { await engine.dispatchWork() }
                group.addTask { await engine.fireTimers() }
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

    /// Starts an execution.
    ///
    /// - Parameter name: unique within its state machine.
    /// - Throws: `StoreError`, with `alreadyExists` where the name was used before.
    package func start(
        _ program: Program,
        as identity: ExecutionIdentity,
        input: JSON,
        observer: (any ExecutionObserver)? = nil
    ) async throws -> ExecutionID {
        let cell = try await begin(program, as: identity, input: input, observer: observer)
        if let failure = cell.failure { throw failure }
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
        observer: (any ExecutionObserver)? = nil
    ) async throws -> ExecutionResult {
        let cell = try await begin(program, as: identity, input: input, variables: variables, observer: observer)
        return try await result(of: cell)
    }

    /// Waits until an execution that this engine started or resumed ended.
    ///
    /// - Throws: `StoreError` with `notFound` where the store has no such execution.
    package func result(of id: ExecutionID) async throws -> ExecutionResult {
        if let cell = executions.withLock({ $0[id] }) { return try await result(of: cell) }
        guard let stored = try await configuration.store.load(id), let status = stored.interpreter.status else {
            throw StoreError(.notFound, "No execution \(id) is running here or has ended.")
        }
        return ExecutionResult(id: id, status: status, history: try await history(of: id))
    }

    /// Ends an execution as aborted; one that has ended stays as it is.
    package func stop(_ id: ExecutionID, error: String? = nil, cause: String? = nil) {
        guard let cell = executions.withLock({ $0[id] }) else { return }
        stop(cell, error: error, cause: cause)
    }
}

extension Engine {
    private func begin(
        _ program: Program,
        as identity: ExecutionIdentity,
        input: JSON,
        variables: JSONObject = JSONObject(),
        observer: (any ExecutionObserver)?
    ) async throws -> ExecutionCell {
        let now = configuration.clock.now
        let cell = ExecutionCell(
            id: ExecutionID(identity.id),
            program: program,
            interpreter: Interpreter(
                program: program,
                execution: identity,
                limits: configuration.limits,
                randomSeed: configuration.makeSeed(),
                variables: variables
            ),
            version: 0,
            now: now,
            observer: observer
        )
        let isNew = executions.withLock { executions in
            guard executions[cell.id] == nil else { return false }
            executions[cell.id] = cell
            return true
        }
        guard isNew else { throw StoreError(.alreadyExists, "There is an execution \(cell.id) already.") }
        cell.post(.start(input: redactor.redact(input)), at: now)
        // One turn, so that the execution is kept; a machine that loops for ever goes on elsewhere.
        await takeTurns(of: cell, atMost: 1)
        return cell
    }

    private func result(of cell: ExecutionCell) async throws -> ExecutionResult {
        let end = await withTaskCancellationHandler {
            await cell.wait()
        } onCancel: {
            stop(cell, error: nil, cause: "The run was interrupted.")
        }
        switch end {
        case .ended(let status):
            return ExecutionResult(id: cell.id, status: status, history: try await history(of: cell.id))
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
                case .attempt(let attempt): group.addTask { await self.perform(attempt) }
                case .mapRun(let run): group.addTask { await self.conduct(run) }
                }
            }
            group.cancelAll()
        }
    }

    private func fireTimers() async {
        await timers.run { cell, timer in
            cell.post(.timerFired(timer), at: configuration.clock.now)
            work.submit(turnOf: cell)
        }
    }
}
