package import FlowJSON

/// A literal, or an expression that gives a value of the type at run time.
///
/// The fields of a ``TaskInput`` are declared with it, so that `input.day` is a plain `String` in the handler, while the
/// memberwise initialiser takes a literal or a reference in a flow. References come from the flow's input, from earlier
/// tasks' results and from a map's item; `\(…)` in a text and the usual operators combine them.
@propertyWrapper
@dynamicMemberLookup
public struct Value<Wrapped: Codable> {
    package enum Form {
        /// Known when the flow is compiled.
        case literal(Wrapped)
        /// JSON with `{% … %}` in it.
        case template(JSON)
        /// A JSONata expression, without its delimiters.
        case expression(String)
    }
    package var form: Form

    package init(form: Form) { self.form = form }

    /// A value that is known now.
    public init(_ literal: Wrapped) { form = .literal(literal) }

    /// The value of a JSONata expression, such as `$sum($orders.amount)`: the way out where nothing typed will do.
    public init(jsonata source: String) { form = .expression(source) }

    /// The value itself; a handler's input always holds one.
    public var wrappedValue: Wrapped {
        guard case .literal(let literal) = form else {
            preconditionFailure("A value is known only at run time and was read while the flow was compiled.")
        }
        return literal
    }

    /// The value as a reference or literal.
    public var projectedValue: Value<Wrapped> { self }

    /// A member of the value, by its stored property.
    public subscript<Member: Codable>(dynamicMember member: KeyPath<Wrapped, Member>) -> Value<Member> {
        if case .literal(let literal) = form { return Value<Member>(literal[keyPath: member]) }
        return Value<Member>(form: .expression("\(operand).\(JSONataSource.name(memberName(of: member)))"))
    }
}

extension Value: Sendable where Wrapped: Sendable {}
extension Value.Form: Sendable where Wrapped: Sendable {}

extension Value: Codable {
    /// Reads a literal; a handler's input holds nothing else.
    public init(from decoder: any Decoder) throws { form = .literal(try Wrapped(from: decoder)) }

    /// Writes the value as ASL holds it.
    public func encode(to encoder: any Encoder) throws { try template.encode(to: encoder) }
}

extension KeyedDecodingContainer {
    /// An optional field that is missing is `nil`.
    public func decode<Wrapped>(_ type: Value<Wrapped?>.Type, forKey key: Key) throws -> Value<Wrapped?> {
        try decodeIfPresent(type, forKey: key) ?? Value(nil)
    }
}

extension KeyedEncodingContainer {
    /// An optional field that is `nil` is left out.
    public mutating func encode<Wrapped>(_ value: Value<Wrapped?>, forKey key: Key) throws {
        if case .literal(.none) = value.form { return }
        try encodeIfPresent(value, forKey: key)
    }
}
