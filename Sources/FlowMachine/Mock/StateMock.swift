package import FlowJSON
package import StatesLanguage

/// What a single state's work is said to have given, and around it, instead of being done.
///
/// For a Parallel or Map state the interpreter itself ends the state so; the work of a Task state is scheduled as ever,
/// and whoever performs it answers with the mock.
package struct StateMock: Hashable, Sendable {
    /// How the work ends.
    package enum Answer: Hashable, Sendable {
        /// With a result.
        case result(JSON)
        /// With a failure.
        case failure(TaskFailure)
    }

    /// How the work of a Parallel or Map state ends; `nil` to do it.
    package var answer: Answer?
    /// The context object that the state sees, or `nil` for the execution's own.
    package var context: JSON?
    /// How often the retrier that is for the failure has repeated the state already.
    package var retryCount: Int64 = 0
    /// How many iterations of a Map state failed, or `nil` where nothing is said about it.
    package var failedIterations: Int64?
    /// The items that an `ItemReader` reads.
    package var readItems: [JSON]?

    /// A mock of nothing.
    package init() {}
}

extension Interpreter {
    /// Puts a mock in the place of the single state's work; before the execution starts.
    package mutating func mock(_ mock: StateMock) { inspection?.mock = mock }
}
