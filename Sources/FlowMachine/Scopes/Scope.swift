import FlowJSON
import StatesLanguage

/// A running `States` object: the machine itself, a branch of a Parallel state or an iteration of a Map.
struct Scope: Sendable {
    /// How far the current state is.
    enum Phase: Hashable, Sendable {
        /// The scope is over, its place is free.
        case over
        /// The state is to be entered.
        case entering
        /// The state was entered; its work is to be begun again, since a retry is due.
        case repeating
        /// A task does the work.
        case onTask(TaskID)
        /// Child executions do the work.
        case onMapRun(MapRunID)
        /// A Wait state's time has not come.
        case waiting(TimerID)
        /// The next attempt's time has not come.
        case beforeRetry(TimerID)
        /// Inner scopes do the work.
        case forked
        /// The state failed for good, and with it the scope.
        case failed
        /// A Wait state was cut off with so much of its time left.
        case interrupted(restMilliseconds: Int64)
        /// A redrive goes on with what the state's inner scopes or child executions came to.
        case rejoining
    }

    /// The scope whose state this scope is inside; none for the machine itself.
    var parent = ScopeIndex.none
    /// Which branch or iteration of the parent's state it is.
    var position = 0
    /// The item, in an iteration.
    var item: JSON?

    var state: StateIndex
    var phase = Phase.entering
    /// The current state's raw input.
    var input: JSON
    /// The event that the next one of this scope follows.
    var lastEventID: Int
    /// The event with which the current state was entered, and the one before it.
    var enteredEventID = 0
    var beforeEnteredEventID = 0
    var enteredAt = Timestamp(milliseconds: 0)
    /// The variables by slot, those of outer scopes included.
    var variables: [JSON?]
    var retries = RetryCounters()
    var children: Children?
    /// What a redrive of the state goes on with, where it failed or was cut off.
    var unfinished: Unfinished?
}

/// The inner scopes of a Parallel or Map state that runs.
struct Children: Sendable {
    /// The items of a Map; the inputs of a Parallel's branches are all the same.
    var items: [JSON] = []
    /// The state's effective input, for a Map's `ItemSelector`.
    var effectiveInput: JSON
    /// The first item whose iteration has not begun.
    var nextItem = 0
    /// Outputs by branch or iteration.
    var results: [JSON]
    /// How many branches or iterations are not over.
    var remaining: Int
    /// Those that run now, in the order in which they began.
    var running: [ScopeIndex] = []
}

/// How often the current state was retried, by retrier.
struct RetryCounters: Hashable, Sendable {
    /// Empty until the first retry.
    private(set) var counts: [Int64] = []
    /// All retries of this visit of the state: `$$.State.RetryCount`.
    private(set) var total = 0

    init() {}

    init(counts: [Int64]) {
        self.counts = counts
        total = counts.reduce(0) { $0 + Int($1) }
    }

    /// How often a retrier has been used.
    func count(of retrier: Int) -> Int64 { retrier < counts.count ? counts[retrier] : 0 }

    mutating func add(retrier: Int) {
        while counts.count <= retrier { counts.append(0) }
        counts[retrier] += 1
        total += 1
    }
}
