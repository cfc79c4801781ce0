/// How much an execution may use; beyond each bound it fails as on AWS.
package struct ExecutionLimits: Hashable, Sendable {
    /// The most history events, the last one being `ExecutionFailed`; `nil` for no bound.
    package var historyEvents: Int?
    /// The most bytes of an input, an output, a result or a variable, as compact JSON; `nil` for no bound.
    package var payloadBytes: Int?
    /// The most bytes of all variables of an execution; `nil` for no bound.
    package var variablesBytes: Int?
    /// How many states one event may run through before the interpreter asks for a continuation.
    package var transitionsPerEvent: Int
    /// The most iterations of an inline Map at a time, where it sets no lower bound.
    package var inlineConcurrency: Int

    /// Limits of the given sizes; AWS's where nothing is given.
    package init(
        historyEvents: Int? = 25_000,
        payloadBytes: Int? = 262_144,
        variablesBytes: Int? = 10_485_760,
        transitionsPerEvent: Int = 10_000,
        inlineConcurrency: Int = 40
    ) {
        self.historyEvents = historyEvents
        self.payloadBytes = payloadBytes
        self.variablesBytes = variablesBytes
        self.transitionsPerEvent = transitionsPerEvent
        self.inlineConcurrency = inlineConcurrency
    }

    /// What a Standard execution on AWS may use.
    package static let aws = ExecutionLimits()
}
