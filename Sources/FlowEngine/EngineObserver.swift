package import FlowMachine
package import StatesLanguage

/// Watches all executions of an engine, for numbers and traces.
///
/// Calls come from any thread, in the engine's way, so they take note and return.
package protocol EngineObserver: Sendable {
    /// History events of an execution were committed.
    ///
    /// - Parameter start: when the execution started.
    func recorded(_ events: [HistoryEvent], of execution: ExecutionIdentity, since start: Timestamp?)
    /// An attempt of a task is over.
    func taskEnded(
        _ attempt: TaskAttempt,
        of execution: ExecutionIdentity,
        _ end: TaskAttemptEnd,
        from start: Timestamp,
        to moment: Timestamp
    )
}
