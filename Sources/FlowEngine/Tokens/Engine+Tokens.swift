import FlowConnections
package import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

extension Engine {
    /// Ends the task of a token with a result; returns when that is kept.
    ///
    /// - Throws: `TokenError`, where nobody waits for the token any more.
    package func succeed(token: String, output: JSON) async throws {
        let output = redactor.redact(output)
        try await answer(token, ends: true) { .taskSucceeded($0, output) }
    }

    /// Ends the task of a token with a failure, which the state may retry or catch; returns when that is kept.
    ///
    /// - Throws: `TokenError`, where nobody waits for the token any more.
    package func fail(token: String, error: String, cause: String) async throws {
        let failure = TaskFailure(error: ErrorName(error), cause: redactor.redact(cause))
        try await answer(token, ends: true) { .taskFailed($0, failure) }
    }

    /// Says that the task of a token is alive, so that its `HeartbeatSeconds` start anew; returns when that is kept.
    ///
    /// - Throws: `TokenError`, where nobody waits for the token any more.
    package func heartbeat(token: String) async throws {
        try await answer(token, ends: false) { .taskHeartbeat($0) }
    }

    /// Throws a `TokenError` where nobody waits for the token any more.
    package func check(token: String) async throws { try await withHolder(of: token) { _, _ in } }

    private func answer(_ text: String, ends: Bool, _ event: (TaskID) -> Event) async throws {
        try await withHolder(of: text) { cell, id in
            guard try await post(event(id), to: cell) else { throw TokenError(.taskTimedOut) }
            if ends { cell.answerAttempt(id) }
        }
    }

    /// Brings an event to an execution, and returns whether it was taken, when that is kept.
    func post(_ event: Event, to cell: ExecutionCell) async throws -> Bool {
        let acknowledgement = Acknowledgement()
        cell.post(event, at: configuration.clock.now, acknowledgement)
        // Not in a task that was cancelled: the store may not like it.
        if Task.isCancelled { work.submit(turnOf: cell) } else { await takeTurns(of: cell) }
        let isTaken = await acknowledgement.wait()
        if !isTaken, let failure = cell.failure { throw failure }
        return isTaken
    }

    /// Uses the execution and the task that wait for a token; the execution is loaded where it only waits.
    private func withHolder(of text: String, _ body: (ExecutionCell, TaskID) async throws -> Void) async throws {
        guard let token = TaskToken(text) else { throw TokenError(.invalidToken) }
        let id = ExecutionID(token.execution)
        try await withExecution(id) { cell in
            guard let cell else {
                let isKnown = try await configuration.store.load(id) != nil
                throw TokenError(isKnown ? .taskDoesNotExist : .invalidToken)
            }
            switch cell.token(of: token.task) {
            case text: try await body(cell, token.task)
            case nil:
                // What the store did not take is not over: who asks again later finds the task waiting.
                if let failure = cell.failure { throw failure }
                throw TokenError(cell.isOver ? .taskDoesNotExist : .taskTimedOut)
            default: throw TokenError(.invalidToken)
            }
        }
    }
}
