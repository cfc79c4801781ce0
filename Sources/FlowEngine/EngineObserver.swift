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
    /// The `traceparent` header (W3C Trace Context) for what an attempt calls, or `nil` where nobody traces.
    func traceParent(of attempt: TaskAttempt, of execution: ExecutionIdentity) -> String?
    /// An attempt of a task is over.
    func taskEnded(
        _ attempt: TaskAttempt,
        of execution: ExecutionIdentity,
        _ end: TaskAttemptEnd,
        from start: Timestamp,
        to moment: Timestamp
    )
}
