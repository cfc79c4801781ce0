public import FlowJSON

/// A type that a text literal can make, the optional of one included.
public protocol TextValue: Codable {
    /// The value of a text.
    static func make(_ text: String) -> Self
}

/// A type that an integer literal can make, the optional of one included.
public protocol IntegerValue: Codable {
    /// The value of an integer.
    static func make(_ integer: Int64) -> Self
}

/// A type that a literal with a fraction can make, the optional of one included.
public protocol FractionValue: Codable {
    /// The value of a number.
    static func make(_ number: Double) -> Self
}

/// A type that `true` and `false` can make, the optional of one included.
public protocol TruthValue: Codable {
    /// The value of a truth value.
    static func make(_ truth: Bool) -> Self
}

extension String: TextValue {
    /// The text itself.
    public static func make(_ text: String) -> String { text }
}
extension Int: IntegerValue {
    /// The integer itself.
    public static func make(_ integer: Int64) -> Int { Int(integer) }
}
extension Int64: IntegerValue {
    /// The integer itself.
    public static func make(_ integer: Int64) -> Int64 { integer }
}
extension Double: IntegerValue, FractionValue {
    /// The integer as a number that may have a fraction.
    public static func make(_ integer: Int64) -> Double { Double(integer) }
    /// The number itself.
    public static func make(_ number: Double) -> Double { number }
}
extension Bool: TruthValue {
    /// The truth value itself.
    public static func make(_ truth: Bool) -> Bool { truth }
}
extension JSON: TextValue, IntegerValue, FractionValue, TruthValue {
    /// The text as JSON.
    public static func make(_ text: String) -> JSON { .string(text) }
    /// The integer as JSON.
    public static func make(_ integer: Int64) -> JSON { .integer(integer) }
    /// The number as JSON.
    public static func make(_ number: Double) -> JSON { .double(number) }
    /// The truth value as JSON.
    public static func make(_ truth: Bool) -> JSON { .bool(truth) }
}
extension Optional: TextValue where Wrapped: TextValue {
    /// The value of the wrapped type.
    public static func make(_ text: String) -> Wrapped? { .some(.make(text)) }
}
extension Optional: IntegerValue where Wrapped: IntegerValue {
    /// The value of the wrapped type.
    public static func make(_ integer: Int64) -> Wrapped? { .some(.make(integer)) }
}
extension Optional: FractionValue where Wrapped: FractionValue {
    /// The value of the wrapped type.
    public static func make(_ number: Double) -> Wrapped? { .some(.make(number)) }
}
extension Optional: TruthValue where Wrapped: TruthValue {
    /// The value of the wrapped type.
    public static func make(_ truth: Bool) -> Wrapped? { .some(.make(truth)) }
}

extension Value: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral,
    ExpressibleByStringLiteral
where Wrapped: TextValue {
    /// The value of a text.
    public init(stringLiteral text: String) { self.init(.make(text)) }
}
extension Value: ExpressibleByIntegerLiteral where Wrapped: IntegerValue {
    /// The value of an integer.
    public init(integerLiteral integer: Int64) { self.init(.make(integer)) }
}
extension Value: ExpressibleByFloatLiteral where Wrapped: FractionValue {
    /// The value of a number with a fraction.
    public init(floatLiteral number: Double) { self.init(.make(number)) }
}
extension Value: ExpressibleByBooleanLiteral where Wrapped: TruthValue {
    /// The value of `true` or `false`.
    public init(booleanLiteral truth: Bool) { self.init(.make(truth)) }
}
extension Value: ExpressibleByNilLiteral where Wrapped: ExpressibleByNilLiteral {
    /// No value.
    public init(nilLiteral: ()) { self.init(Wrapped(nilLiteral: ())) }
}

extension Value: ExpressibleByArrayLiteral
where Wrapped: RandomAccessCollection & ExpressibleByArrayLiteral, Wrapped.Element: Codable {
    /// A list of values, each a literal or a reference.
    public init(arrayLiteral elements: Value<Wrapped.Element>...) {
        self.init(form: .template(.array(elements.map(\.template))))
    }
}
