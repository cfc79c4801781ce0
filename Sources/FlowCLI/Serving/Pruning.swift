import FlowStore
import Logging
import StatesLanguage

/// Forgets executions that ended too long ago, once an hour.
struct Pruning: Sendable {
    let store: any ExecutionStore
    let retention: Retention
    let logger: Logger
    /// Tells the time.
    let now: @Sendable () -> Timestamp

    private static let pause = Duration.seconds(3_600)

    /// Prunes until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            if retention.seconds != nil { await prune() }
            // `try?`: a sleep fails only when the task is cancelled, which ends the loop.
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func prune() async {
        do {
            let count = try await store.pruneAll(endedBefore: retention.horizon(at: now()))
            if count > 0 { logger.info("\(count) executions were forgotten.") }
        } catch {
            logger.warning("Old executions could not be forgotten: \(error)")
        }
    }
}
