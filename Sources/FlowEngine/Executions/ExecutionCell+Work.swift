import FlowMachine
import StatesLanguage
import Synchronization

extension ExecutionCell {
    /// Notes an attempt whose answer the execution will wait for.
    func begin(_ attempt: Attempt) {
        phase.withLock { phase in
            phase.attempts[attempt.task.id] = attempt
            phase.aliveCount += 1
        }
    }

    /// Cancels an attempt whose answer is no longer wanted.
    func cancelAttempt(_ id: TaskID) {
        let attempt = phase.withLock { phase in
            phase.tokens[id] = nil
            return phase.attempts.removeValue(forKey: id)
        }
        attempt?.cancel()
    }

    /// Lets an attempt know that somebody answered with its task's token.
    func answerAttempt(_ id: TaskID) {
        phase.withLock { $0.attempts[id] }?.answer()
    }

    /// Notes the token of a task that the execution waits for.
    func hold(_ token: String, of id: TaskID) { phase.withLock { $0.tokens[id] = token } }

    /// Forgets the tokens of tasks that are over.
    func forgetTokens(of tasks: [TaskID]) {
        guard !tasks.isEmpty else { return }
        phase.withLock { phase in
            for id in tasks { phase.tokens[id] = nil }
        }
    }

    /// The token of a task that the execution waits for.
    func token(of id: TaskID) -> String? { phase.withLock { $0.tokens[id] } }

    /// Notes that nothing of an attempt is alive any more.
    func attemptEnded(_ id: TaskID) {
        phase.withLock { phase in
            phase.attempts[id] = nil
            phase.aliveCount -= 1
        }
    }

    /// Notes a map run whose result the execution will wait for.
    func begin(_ run: MapRun) {
        phase.withLock { phase in
            phase.mapRuns[run.order.id] = run
            phase.aliveCount += 1
        }
    }

    /// Cancels a map run whose result is no longer wanted.
    func cancelMapRun(_ id: MapRunID) {
        phase.withLock { $0.mapRuns.removeValue(forKey: id) }?.cancel()
    }

    /// Notes that nothing of a map run is alive any more.
    func mapRunEnded(_ id: MapRunID) {
        phase.withLock { phase in
            phase.mapRuns[id] = nil
            phase.aliveCount -= 1
        }
    }

    /// When the running attempts were last alive, for those that said so since this was asked before.
    func takeHeartbeats() -> [(TaskID, Timestamp)] {
        phase.withLock { phase in
            phase.attempts.values.compactMap { attempt in
                attempt.takeHeartbeat().map { (attempt.task.id, $0) }
            }
        }
        .sorted { $0.0 < $1.0 }
    }
}
