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
    public static func make(_ text: String) -> String { text }
}
extension Int: IntegerValue {
    public static func make(_ integer: Int64) -> Int { Int(integer) }
}
extension Int64: IntegerValue {
    public static func make(_ integer: Int64) -> Int64 { integer }
}
extension Double: IntegerValue, FractionValue {
    public static func make(_ integer: Int64) -> Double { Double(integer) }
    public static func make(_ number: Double) -> Double { number }
}
extension Bool: TruthValue {
    public static func make(_ truth: Bool) -> Bool { truth }
}
extension JSON: TextValue, IntegerValue, FractionValue, TruthValue {
    public static func make(_ text: String) -> JSON { .string(text) }
    public static func make(_ integer: Int64) -> JSON { .integer(integer) }
    public static func make(_ number: Double) -> JSON { .double(number) }
    public static func make(_ truth: Bool) -> JSON { .bool(truth) }
}
extension Optional: TextValue where Wrapped: TextValue {
    public static func make(_ text: String) -> Wrapped? { .some(.make(text)) }
}
extension Optional: IntegerValue where Wrapped: IntegerValue {
    public static func make(_ integer: Int64) -> Wrapped? { .some(.make(integer)) }
}
extension Optional: FractionValue where Wrapped: FractionValue {
    public static func make(_ number: Double) -> Wrapped? { .some(.make(number)) }
}
extension Optional: TruthValue where Wrapped: TruthValue {
    public static func make(_ truth: Bool) -> Wrapped? { .some(.make(truth)) }
}

extension Value: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral,
    ExpressibleByStringLiteral
where Wrapped: TextValue {
    public init(stringLiteral text: String) { self.init(.make(text)) }
}
extension Value: ExpressibleByIntegerLiteral where Wrapped: IntegerValue {
    public init(integerLiteral integer: Int64) { self.init(.make(integer)) }
}
extension Value: ExpressibleByFloatLiteral where Wrapped: FractionValue {
    public init(floatLiteral number: Double) { self.init(.make(number)) }
}
extension Value: ExpressibleByBooleanLiteral where Wrapped: TruthValue {
    public init(booleanLiteral truth: Bool) { self.init(.make(truth)) }
}
extension Value: ExpressibleByNilLiteral where Wrapped: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self.init(Wrapped(nilLiteral: ())) }
}

extension Value: ExpressibleByArrayLiteral
where Wrapped: RandomAccessCollection & ExpressibleByArrayLiteral, Wrapped.Element: Codable {
    public init(arrayLiteral elements: Value<Wrapped.Element>...) {
        self.init(form: .template(.array(elements.map(\.template))))
    }
}
