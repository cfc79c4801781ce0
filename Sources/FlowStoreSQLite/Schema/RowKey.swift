/// A key of `history` and `timers`: an execution's number, and a number within the execution.
///
/// In `history` the rows of an execution's tasks follow those of its events.
enum RowKey {
    /// The key; numbers beyond what fits are taken as the highest.
    static func of(_ execution: Int64, _ number: Int) -> Int64 {
        guard execution < 1 << 31 else { return .max }
        return execution << 32 | Int64(min(max(number, 0), Int(UInt32.max)))
    }

    /// The keys of an execution.
    static func all(of execution: Int64) -> (first: Int64, last: Int64) { (of(execution, 0), of(execution, .max)) }

    /// The number within the execution.
    static func number(in key: Int64) -> Int { Int(key & 0xFFFF_FFFF) }

    /// The execution's number.
    static func execution(in key: Int64) -> Int64 { key >> 32 }

    /// How many events and how many tasks an execution may have.
    private static let half = 1 << 31

    /// The key of a row of events in `history`, by the id of its first.
    static func ofEvent(_ id: Int, _ execution: Int64) -> Int64 { of(execution, min(id, half - 1)) }

    /// The key of a task in `history`.
    static func ofTask(_ id: Int, _ execution: Int64) -> Int64 { of(execution, half + min(max(id, 0), half - 1)) }

    /// The key of an execution in `progress`: those for which something is to be done lie beyond all others, so that they
    /// are found without an index.
    static func ofProgress(_ execution: Int64, isUnsettled: Bool) -> Int64 {
        isUnsettled ? unsettled + execution : execution
    }

    /// The key in `progress` behind which the executions lie for which something is to be done.
    static let unsettled: Int64 = 1 << 40
}
