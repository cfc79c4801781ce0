/// One attempt of a Task state, within its execution.
package struct TaskID: Hashable, Comparable, Sendable {
    /// From 1, in the order in which tasks were scheduled.
    package let rawValue: Int

    /// The task of that number.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Whether the first task was scheduled earlier.
    package static func < (first: TaskID, second: TaskID) -> Bool { first.rawValue < second.rawValue }
}

/// One timer, within its execution.
package struct TimerID: Hashable, Comparable, Sendable {
    /// From 1, in the order in which timers were started.
    package let rawValue: Int

    /// The timer of that number.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Whether the first timer was started earlier.
    package static func < (first: TimerID, second: TimerID) -> Bool { first.rawValue < second.rawValue }
}

/// A state of a program, however deep it is nested in the definition.
package struct StateIndex: Hashable, Sendable {
    let rawValue: Int32

    init(_ position: Int) { rawValue = Int32(truncatingIfNeeded: position) }

    /// No state: what comes after the last one, and what an event has that belongs to no state.
    static let none = StateIndex(-1)

    var position: Int { Int(rawValue) }
    var isNone: Bool { rawValue < 0 }
}

/// A running `States` object: the machine itself, a branch or an iteration.
struct ScopeIndex: Hashable, Sendable {
    let rawValue: Int32

    init(_ position: Int) { rawValue = Int32(truncatingIfNeeded: position) }

    static let root = ScopeIndex(0)
    static let none = ScopeIndex(-1)

    var position: Int { Int(rawValue) }
    var isNone: Bool { rawValue < 0 }
}
