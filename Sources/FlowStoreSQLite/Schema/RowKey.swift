/// A key of `history`, `tasks` and `timers`: an execution's number, and a number within the execution.
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
}
