/// What an interpreter answers to an event: what happened inside, and what is to be done outside.
package struct Outcome: Sendable {
    /// What happened, in order; kept before any effect is performed.
    package var events: [HistoryEvent] = []
    /// What is to be done, in order.
    package var effects: [Effect] = []
    /// Whether the interpreter stopped in the middle, so that others get their turn: send `continue`.
    package var needsContinuation = false
    /// How the execution ended, or `nil` while it runs.
    package var status: ExecutionStatus?

    /// An outcome in which nothing happened yet.
    package init() {}

    /// Forgets everything but keeps the memory.
    package mutating func reset() {
        events.removeAll(keepingCapacity: true)
        effects.removeAll(keepingCapacity: true)
        needsContinuation = false
        status = nil
    }
}
