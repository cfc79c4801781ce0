import FlowConnections
import FlowDiagnostics
import FlowJSON
import FlowMachine
import FlowTasks
import Logging
import StatesLanguage

extension Engine {
    var redactor: Redactor { parts.redactor }

    /// Runs an attempt's handler and brings its answer to the execution.
    func perform(_ attempt: Attempt) async {
        let cell = attempt.cell
        var end = TaskAttemptEnd.cancelled
        var answer: Event?
        if !attempt.isCancelled, !Task.isCancelled {
            cell.observer?.taskStarted(attempt.shown)
            pass(.beforeHandler)
            let start = configuration.clock.now
            (end, answer) = await self.answer(to: attempt)
            pass(.afterHandler)
            cell.observer?.taskEnded(attempt.shown, end)
            if let observer = configuration.observer {
                let now = configuration.clock.now
                observer.taskEnded(attempt.shown, of: cell.identity, end, from: start, to: now)
            }
        }
        leavePlace(of: attempt)
        if let answer { cell.post(answer, at: configuration.clock.now) }
        cell.attemptEnded(attempt.task.id)
        settle(cell)
        // Not in a task that was cancelled: the store may not like it.
        if Task.isCancelled { work.submit(turnOf: cell) } else { await takeTurns(of: cell) }
    }

    /// Notes that the work of an attempt begins.
    ///
    /// - Parameter isShown: whether that is to be kept at once, even where no timer counts from here.
    func started(_ attempt: Attempt, isShown: Bool = false) {
        guard attempt.start() else { return }
        attempt.cell.post(.taskStarted(attempt.task.id), at: configuration.clock.now)
        // A turn only for timers that count from here; else the next turn takes note.
        let hasTimers = attempt.task.timeoutSeconds != nil || attempt.task.heartbeatSeconds != nil
        if hasTimers || isShown { work.submit(turnOf: attempt.cell) }
    }

    /// Notes that a job was submitted: whoever only waits for its end takes no place among those that run.
    func submitted(_ attempt: Attempt, _ output: JSON) {
        guard attempt.submit() else { return }
        attempt.cell.post(.taskSubmitted(attempt.task.id, redactor.redact(output)), at: configuration.clock.now)
        work.submit(turnOf: attempt.cell)
        leavePlace(of: attempt)
        // Whoever has the token was faster; there is nothing to wait for.
        if attempt.isAnswered { attempt.cancel() }
    }

    private func leavePlace(of attempt: Attempt) {
        if attempt.leavePlace() { work.ended(attempt) }
    }

    /// What an attempt comes to, and the event that tells it; no event where nobody wants to know any more.
    private func answer(to attempt: Attempt) async -> (TaskAttemptEnd, Event?) {
        do throws(TaskFailure) {
            let worker = try worker(of: attempt)
            if attempt.submittedOutput != nil, attempt.submit() { leavePlace(of: attempt) }
            let directory = scratch.directory()
            let context = context(of: attempt, directory)
            let result = await attempt.running { await call(worker, attempt, context) }
            await scratch.remove(directory)
            guard let result else { return (.cancelled, nil) }
            // What a handler says that has no folder is not what is wrong.
            if case .failure = result, let failure = directory.failure { throw failure }
            return (.succeeded, success(of: attempt, try result.get()))
        } catch {
            if attempt.isCancelled { return (.cancelled, nil) }
            let failure = TaskFailure(error: error.error, cause: redactor.redact(error.cause))
            return (.failed(failure), self.failure(of: attempt, failure))
        }
    }

    private func success(of attempt: Attempt, _ output: JSON) -> Event {
        let output = redactor.redact(output)
        let pattern = IntegrationPattern(of: attempt.task.resource)
        return pattern == .waitForTaskToken
            ? .taskSubmitted(attempt.task.id, output) : .taskSucceeded(attempt.task.id, output)
    }

    private func failure(of attempt: Attempt, _ failure: TaskFailure) -> Event {
        let id = attempt.task.id
        guard attempt.hasStarted else {
            return attempt.isCall ? .taskStartFailed(id, failure) : .taskScheduleFailed(id, failure)
        }
        let isRequest = IntegrationPattern(of: attempt.task.resource) == .requestResponse
        return isRequest || attempt.isSubmitted ? .taskFailed(id, failure) : .taskSubmitFailed(id, failure)
    }

    /// Who does an attempt, which begins here unless a service's caller says when.
    private func worker(of attempt: Attempt) throws(TaskFailure) -> Worker {
        let resource = attempt.task.resource
        if let caller = caller(for: resource) { return .caller(caller) }
        if TaskResource.taskName(of: resource) != nil { started(attempt) }
        return .handler(try handler(of: resource))
    }

    /// What calls a resource that is no activity.
    func caller(for resource: String) -> (any ServiceCaller)? {
        TaskResource.taskName(of: resource) == nil ? configuration.handlers.caller(for: resource) : nil
    }

    private enum Worker {
        case handler(AnyTaskHandler)
        case caller(any ServiceCaller)
    }

    /// What a handler answers; `nil` where it was cancelled.
    private func call(
        _ worker: Worker,
        _ attempt: Attempt,
        _ context: TaskContext
    ) async -> Result<JSON, TaskFailure>? {
        do {
            let output =
                switch worker {
                case .handler(let handler): try await handler.run(attempt.task.arguments, context)
                case .caller(let caller): try await caller.call(attempt.task.arguments, context)
                }
            return attempt.isCancelled ? nil : .success(output)
        } catch {
            do throws(CancellationError) {
                return .failure(try TaskFailure(wrapping: error))
            } catch {
                if Task.isCancelled { return nil }
                let name = attempt.shown.taskName
                let cause = "The handler of \(name) gave up as if it were cancelled, which it was not."
                return .failure(TaskFailure(error: .taskFailed, cause: cause))
            }
        }
    }

    private func handler(of resource: String) throws(TaskFailure) -> AnyTaskHandler {
        guard let name = TaskResource.taskName(of: resource) else {
            throw TaskFailure(
                error: "Task.NotRegistered",
                cause: "The resource \"\(resource)\" cannot be used here: "
                    + "tasks are activities, arn:aws:states:<region>:<account>:activity:<task>."
            )
        }
        if let handler = configuration.handlers.handler(for: name) { return handler }
        let known = configuration.handlers.taskNames
        let hint =
            nearestName(to: name, in: known).map { "Did you mean \"\($0)\"?" }
            ?? (known.isEmpty ? "None is registered." : "Registered are \(known.joined(separator: ", ")).")
        throw TaskFailure(
            error: "Task.NotRegistered",
            cause: "No handler is registered for the task \"\(name)\". \(hint)"
        )
    }

    private func context(of attempt: Attempt, _ directory: ScratchDirectory) -> TaskContext {
        var logger = parts.logger
        logger[metadataKey: "execution"] = .string(attempt.cell.identity.name)
        logger[metadataKey: "state"] = .string(attempt.task.stateName)
        var context = TaskContext(
            executionName: attempt.cell.identity.name,
            stateName: attempt.task.stateName,
            attempt: attempt.task.attempt,
            idempotencyKey: attempt.task.idempotencyKey,
            deadline: attempt.task.timeoutSeconds.map { ContinuousClock.now + .seconds($0) },
            logger: logger,
            connections: configuration.connections,
            scratch: directory,
            storages: configuration.storages,
            monitor: AttemptMonitor(attempt: attempt, engine: self)
        )
        context.resource = attempt.task.resource
        context.credentials = attempt.task.credentials
        context.executionID = attempt.cell.identity.id
        context.stateMachineID = attempt.cell.identity.stateMachineID
        context.roleARN = attempt.cell.identity.roleARN
        context.submittedOutput = attempt.submittedOutput
        context.traceParent = configuration.observer?.traceParent(of: attempt.shown, of: attempt.cell.identity)
        return context
    }
}
