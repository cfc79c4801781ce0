public import FlowJSON
public import FlowTasks

extension Value where Wrapped: RandomAccessCollection, Wrapped.Element: Codable {
    /// How many elements it has.
    public var count: Value<Int> { Value<Int>(jsonata: "$count(\(source))") }
    /// Whether it has none.
    public var isEmpty: Value<Bool> { Value<Bool>(jsonata: "$count(\(source)) = 0") }
    /// The element at a position, from 0; from the end when negative.
    public subscript(position: Value<Int>) -> Value<Wrapped.Element> {
        Value<Wrapped.Element>(jsonata: "\(operand)[\(position.source)]")
    }
    /// The element at a position, from 0; from the end when negative.
    public subscript(position: Int) -> Value<Wrapped.Element> { self[Value<Int>(position)] }
    /// `count` elements from a position on, fewer where the list ends.
    public func slice(from position: Value<Int>, count: Value<Int>) -> Value<Wrapped> {
        Value(jsonata: "[\(operand)[[\(position.operand)..\(position.operand) + \(count.operand) - 1]]]")
    }
    /// One member of each element.
    public func each<Member: Codable>(_ member: KeyPath<Wrapped.Element, Member>) -> Value<[Member]> {
        Value<[Member]>(jsonata: "[\(operand).\(JSONataSource.name(memberName(of: member)))]")
    }
    /// The list with another's elements after its own.
    public func appending(_ other: Value<Wrapped>) -> Value<Wrapped> {
        Value(jsonata: "$append(\(source), \(other.source))")
    }
}

extension Value where Wrapped: RandomAccessCollection, Wrapped.Element: Numeric & Codable {
    /// The sum of the elements; 0 for none.
    public var sum: Value<Wrapped.Element> { Value<Wrapped.Element>(jsonata: "$sum(\(source))") }
    /// The greatest element.
    public var max: Value<Wrapped.Element> { Value<Wrapped.Element>(jsonata: "$max(\(source))") }
    /// The least element.
    public var min: Value<Wrapped.Element> { Value<Wrapped.Element>(jsonata: "$min(\(source))") }
}

extension Value where Wrapped: RandomAccessCollection, Wrapped.Element: Equatable & Codable {
    /// Whether one of the elements is the given one.
    public func contains(_ element: Value<Wrapped.Element>) -> Value<Bool> {
        Value<Bool>(jsonata: "\(element.operand) in \(operand)")
    }
}

extension Value where Wrapped == [String] {
    /// The texts as one, with `separator` between them.
    public func joined(separator: Value<String> = "") -> Value<String> {
        Value<String>(jsonata: "$join(\(source), \(separator.source))")
    }
}

extension Value where Wrapped == String {
    /// How many characters it has.
    public var count: Value<Int> { Value<Int>(jsonata: "$length(\(source))") }
    /// The text in upper case.
    public var uppercased: Value<String> { Value(jsonata: "$uppercase(\(source))") }
    /// The text in lower case.
    public var lowercased: Value<String> { Value(jsonata: "$lowercase(\(source))") }
    /// Whether the text holds another.
    public func contains(_ part: Value<String>) -> Value<Bool> {
        Value<Bool>(jsonata: "$contains(\(source), \(part.source))")
    }
    /// The parts of the text between the separators.
    public func split(_ separator: Value<String>) -> Value<[String]> {
        Value<[String]>(jsonata: "[$split(\(source), \(separator.source))]")
    }
}

extension Value {
    /// The value, or another where there is none.
    public func orElse<Other: Codable>(_ other: Value<Other>) -> Value<Other> where Wrapped == Other? {
        Value<Other>(jsonata: "$exists(\(source)) and \(operand) != null ? \(operand) : \(other.operand)")
    }
    /// Whether there is a value.
    public var exists: Value<Bool> { Value<Bool>(jsonata: "$exists(\(source))") }
}

extension Value where Wrapped == JSON {
    /// A member, where the shape is not known to the compiler.
    public subscript(_ name: String) -> Value<JSON> { Value(jsonata: "\(operand).\(JSONataSource.name(name))") }
    /// The value as one of a type that the author vouches for.
    public func `as`<Other>(_ type: Other.Type) -> Value<Other> { Value<Other>(jsonata: source) }
}
