import FlowJSON

/// Numbers as JavaScript has them: doubles, kept as integers while that is exact.
enum Number {
    static let largestExact: Int64 = 1 << 53

    /// A double as JSON: whole numbers up to 2⁵³ are integers.
    @inline(__always)
    static func json(_ double: Double) -> JSON {
        if double.magnitude <= 9_007_199_254_740_992, double.rounded(.towardZero) == double {
            return .integer(Int64(double))
        }
        return .double(double)
    }

    @inline(__always)
    static func value(_ double: Double) -> Value { .json(json(double)) }
}

extension Int {
    /// The whole part of a number, at most 10¹⁵ in size; 0 for what is no number.
    init(bounded number: Double) {
        self = number.isNaN ? 0 : Int(Swift.max(-1e15, Swift.min(1e15, number.rounded(.towardZero))))
    }
}

extension JSON {
    /// The value of a number as a double.
    @inline(__always)
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
}
