public import FlowTasks

extension Value where Wrapped: Equatable {
    /// Whether both are the same.
    public static func == (left: Value, right: Value) -> Value<Bool> { combine(left, "=", right) }
    /// Whether they differ.
    public static func != (left: Value, right: Value) -> Value<Bool> { combine(left, "!=", right) }
}

extension Value where Wrapped: Comparable {
    /// Whether the left one is less.
    public static func < (left: Value, right: Value) -> Value<Bool> { combine(left, "<", right) }
    /// Whether the left one is at most the right one.
    public static func <= (left: Value, right: Value) -> Value<Bool> { combine(left, "<=", right) }
    /// Whether the left one is greater.
    public static func > (left: Value, right: Value) -> Value<Bool> { combine(left, ">", right) }
    /// Whether the left one is at least the right one.
    public static func >= (left: Value, right: Value) -> Value<Bool> { combine(left, ">=", right) }
}

extension Value where Wrapped: Numeric {
    /// The sum.
    public static func + (left: Value, right: Value) -> Value { combine(left, "+", right) }
    /// The difference.
    public static func - (left: Value, right: Value) -> Value { combine(left, "-", right) }
    /// The product.
    public static func * (left: Value, right: Value) -> Value { combine(left, "*", right) }
    /// The quotient, with its fraction.
    public static func / (left: Value, right: Value) -> Value<Double> { combine(left, "/", right) }
    /// The number as one with a fraction.
    public var asDouble: Value<Double> { Value<Double>(jsonata: source) }
}

extension Value where Wrapped == Bool {
    /// Whether both hold.
    public static func && (left: Value, right: Value) -> Value { combine(left, "and", right) }
    /// Whether one of them holds.
    public static func || (left: Value, right: Value) -> Value { combine(left, "or", right) }
    /// Whether it does not hold.
    public static prefix func ! (value: Value) -> Value { Value(jsonata: "$not(\(value.source))") }
}

private func combine<Operand, Result>(
    _ left: Value<Operand>,
    _ symbol: String,
    _ right: Value<Operand>
) -> Value<Result> {
    Value<Result>(jsonata: "\(left.operand) \(symbol) \(right.operand)")
}
