package import StatesLanguage

/// Which executions a list shows, from where on, and how many.
///
/// The latest started come first; of the same moment those that the store got later.
package struct ExecutionQuery: Hashable, Sendable {
    /// Whose executions.
    package enum Selection: Hashable, Sendable {
        /// Everybody's.
        case all
        /// Those of the state machine with that id.
        case stateMachine(String)
        /// Those that were started with that version, as their attributes tell.
        case version(String)
        /// Those that were started with that alias, as their attributes tell.
        case alias(String)
        /// The child executions of the map run with that ARN.
        case mapRun(String)
    }

    /// Whose executions.
    package var selection: Selection
    /// How far they are; `nil` for any.
    package var phase: ExecutionPhase?
    /// Whether child executions of map runs are among `all`.
    package var includesChildren = false
    /// Whether outputs, errors and causes are wanted; without them a succeeded one's output is `null`.
    package var includesResults = true
    /// The execution after which the list begins, or `nil` for the first.
    package var after: ExecutionCursor?
    /// How many at most.
    package var limit = Int.max

    /// A query for all executions of a selection.
    package init(_ selection: Selection, phase: ExecutionPhase? = nil) {
        self.selection = selection
        self.phase = phase
    }

    /// Every execution but the children of map runs.
    package static let all = ExecutionQuery(.all)

    /// Everything that has not ended, the children of map runs included.
    package static var running: ExecutionQuery {
        var query = ExecutionQuery(.all, phase: .running)
        query.includesChildren = true
        return query
    }

    /// The child executions of the map run with that ARN.
    package static func mapRun(_ arn: String) -> ExecutionQuery { ExecutionQuery(.mapRun(arn)) }
}

/// The place of an execution in a list.
package struct ExecutionCursor: Hashable, Comparable, Sendable {
    /// When the execution started.
    package var startedAt: Timestamp
    /// The store's own number of the execution; a later one's is higher.
    package var sequence: Int

    /// The place of the execution of that moment and number.
    package init(startedAt: Timestamp, sequence: Int) {
        self.startedAt = startedAt
        self.sequence = sequence
    }

    /// Whether the first place is nearer to a list's end.
    package static func < (first: ExecutionCursor, second: ExecutionCursor) -> Bool {
        (first.startedAt, first.sequence) < (second.startedAt, second.sequence)
    }
}
