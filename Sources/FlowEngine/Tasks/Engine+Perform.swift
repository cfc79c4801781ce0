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
        let clock = configuration.clock
        var end = TaskAttemptEnd.cancelled
        var answer: Event?
        if !attempt.isCancelled, !Task.isCancelled {
            cell.post(.taskStarted(attempt.task.id), at: clock.now)
            // A turn only for timers that count from here; else the next turn takes note.
            let hasTimers = attempt.task.timeoutSeconds != nil || attempt.task.heartbeatSeconds != nil
            if hasTimers { work.submit(turnOf: cell) }
            cell.observer?.taskStarted(attempt.shown)
            (end, answer) = await self.answer(to: attempt)
            cell.observer?.taskEnded(attempt.shown, end)
        }
        work.attemptEnded()
        if let answer { cell.post(answer, at: clock.now) }
        cell.attemptEnded(attempt.task.id)
        complete(cell)
        // Not in a task that was cancelled: the store may not like it.
        if Task.isCancelled { work.submit(turnOf: cell) } else { await takeTurns(of: cell) }
    }

    /// What an attempt comes to, and the event that tells it; no event where nobody wants to know any more.
    private func answer(to attempt: Attempt) async -> (TaskAttemptEnd, Event?) {
        let id = attempt.task.id
        do throws(TaskFailure) {
            let handler = try handler(of: attempt.task.resource)
            let directory = scratch.directory()
            let context = context(of: attempt, directory)
            let result = await attempt.running { await call(handler, attempt, context) }
            await scratch.remove(directory)
            guard let result else { return (.cancelled, nil) }
            // What a handler says that has no folder is not what is wrong.
            if case .failure = result, let failure = directory.failure { throw failure }
            return (.succeeded, .taskSucceeded(id, redactor.redact(try result.get())))
        } catch {
            if attempt.isCancelled { return (.cancelled, nil) }
            let failure = TaskFailure(error: error.error, cause: redactor.redact(error.cause))
            return (.failed(failure), .taskFailed(id, failure))
        }
    }

    /// What a handler answers; `nil` where it was cancelled.
    private func call(
        _ handler: AnyTaskHandler,
        _ attempt: Attempt,
        _ context: TaskContext
    ) async -> Result<JSON, TaskFailure>? {
        do {
            let output = try await handler.run(attempt.task.arguments, context)
            return attempt.isCancelled ? nil : .success(output)
        } catch {
            do throws(CancellationError) {
                return .failure(try TaskFailure(wrapping: error))
            } catch {
                if Task.isCancelled { return nil }
                let cause = "The handler of \(handler.taskName) gave up as if it were cancelled, which it was not."
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
        return TaskContext(
            executionName: attempt.cell.identity.name,
            stateName: attempt.task.stateName,
            attempt: attempt.task.attempt,
            idempotencyKey: attempt.task.idempotencyKey,
            deadline: attempt.task.timeoutSeconds.map { ContinuousClock.now + .seconds($0) },
            logger: logger,
            connections: configuration.connections,
            scratch: directory,
            storages: configuration.storages,
            monitor: AttemptMonitor(attempt: attempt, clock: configuration.clock, redactor: redactor)
        )
    }
}
