/// How much an evaluation may use before it ends with a clean error.
public struct Limits: Hashable, Sendable {
    /// How deep evaluations of syntax nodes may nest; a tail call does not deepen.
    ///
    /// Beyond: `D1011`.
    public var depth: Int
    /// How much may be done: a step for every syntax node that is evaluated, more for what takes longer than one.
    ///
    /// Counted so that a step is about a tenth of a microsecond, whatever an expression does.
    /// Beyond: `D1012`.
    public var steps: Int
    /// How many bytes one value may take, counted as Step Functions seems to count.
    ///
    /// Beyond: `D1013`.
    public var memoryInBytes: Int

    /// Limits of the given sizes.
    public init(depth: Int, steps: Int, memoryInBytes: Int) {
        self.depth = depth
        self.steps = steps
        self.memoryInBytes = memoryInBytes
    }

    /// What Step Functions grants: 100 nested evaluations and 10 MiB; its bound of time is not recorded.
    public static let stepFunctions = Limits(depth: 100, steps: 10_000_000, memoryInBytes: 10_485_760)
    /// For expressions outside of a state machine.
    public static let generous = Limits(depth: 5000, steps: 1_000_000_000, memoryInBytes: 1 << 30)
}
