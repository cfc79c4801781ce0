/// Swift's `Encoder` that builds a JSON value.
///
/// Containers are handed out before they are filled, so the tree under construction is made of references.
final class ValueEncoder: Encoder {
    enum Content {
        case nothing
        case value(JSON)
        case list([ValueEncoder])
        case members([(key: String, value: ValueEncoder)])
    }

    var content = Content.nothing
    let place: CodingPlace

    init(place: CodingPlace, content: Content = .nothing) {
        self.place = place
        self.content = content
    }

    var codingPath: [any CodingKey] { place.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// What was encoded; `null` when that was nothing at all.
    var result: JSON {
        switch content {
        case .nothing: .null
        case .value(let value): value
        case .list(let elements): .array(elements.map(\.result))
        case .members(let members):
            .object(members.reduce(into: JSONObject()) { object, member in object[member.key] = member.value.result })
        }
    }

    func encode(_ value: some Encodable) throws {
        if let json = value as? JSON { content = .value(json) } else { try value.encode(to: self) }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = content {} else { content = .members([]) }
        return KeyedEncodingContainer(ObjectEncoding<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list = content {} else { content = .list([]) }
        return ArrayEncoding(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleEncoding(encoder: self) }

    func member(_ key: any CodingKey) -> ValueEncoder {
        let inner = ValueEncoder(place: .member(key, of: place))
        guard case .members(var members) = content else { return inner }
        content = .nothing
        members.append((key.stringValue, inner))
        content = .members(members)
        return inner
    }

    func element() -> ValueEncoder {
        guard case .list(var elements) = content else { return ValueEncoder(place: place) }
        let inner = ValueEncoder(place: .member(PositionKey(elements.count), of: place))
        content = .nothing
        elements.append(inner)
        content = .list(elements)
        return inner
    }

    var count: Int { if case .list(let elements) = content { elements.count } else { 0 } }
}

struct SingleEncoding: SingleValueEncodingContainer {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil() throws { encoder.content = .value(.null) }
    mutating func encode(_ value: Bool) throws { encoder.content = .value(.bool(value)) }
    mutating func encode(_ value: String) throws { encoder.content = .value(.string(value)) }
    mutating func encode(_ value: Double) throws { encoder.content = .value(.double(value)) }
    // By its text: 0.1 as a float is 0.1, not 0.10000000149011612.
    mutating func encode(_ value: Float) throws { try encode(Double(value.description) ?? Double(value)) }
    mutating func encode(_ value: Int) throws { integer(value) }
    mutating func encode(_ value: Int8) throws { integer(value) }
    mutating func encode(_ value: Int16) throws { integer(value) }
    mutating func encode(_ value: Int32) throws { integer(value) }
    mutating func encode(_ value: Int64) throws { integer(value) }
    mutating func encode(_ value: UInt) throws { integer(value) }
    mutating func encode(_ value: UInt8) throws { integer(value) }
    mutating func encode(_ value: UInt16) throws { integer(value) }
    mutating func encode(_ value: UInt32) throws { integer(value) }
    mutating func encode(_ value: UInt64) throws { integer(value) }
    mutating func encode(_ value: some Encodable) throws { try encoder.encode(value) }

    private func integer(_ value: some BinaryInteger) {
        encoder.content = .value(Int64(exactly: value).map(JSON.integer) ?? .double(Double(value)))
    }
}

struct ArrayEncoding: UnkeyedEncodingContainer {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.count }

    mutating func encodeNil() throws { encoder.element().content = .value(.null) }
    mutating func encode(_ value: some Encodable) throws { try encoder.element().encode(value) }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        encoder.element().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.element().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { encoder.element() }
}

struct ObjectEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil(forKey key: Key) throws { encoder.member(key).content = .value(.null) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws { try encoder.member(key).encode(value) }

    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        encoder.member(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.member(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder.member(NameKey("super")) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { encoder.member(key) }
}
