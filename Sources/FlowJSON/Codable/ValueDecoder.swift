import FlowDiagnostics

/// Swift's `Decoder` over a JSON value.
struct ValueDecoder: Decoder {
    let value: JSON
    let place: CodingPlace

    var codingPath: [any CodingKey] { place.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let same = value as? Value, type == JSON.self { return same }
        return try Value(from: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw wrongType("an object") }
        return KeyedDecodingContainer(ObjectDecoding<Key>(object: object, place: place))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw wrongType("an array") }
        return ArrayDecoding(elements: elements, place: place)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func wrongType(_ expected: String) -> Diagnostic {
        Diagnostic(
            code: .wrongType,
            message: "\(place.name) should be \(expected) but is \(value.kindInWords)",
            location: place.location(file: nil)
        )
    }
}

extension ValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value.isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = value else { throw wrongType("a boolean") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw wrongType("a string") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let number = value.doubleValue else { throw wrongType("a number") }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    private func integer<Number: FixedWidthInteger>() throws -> Number {
        let number: Number?
        switch value {
        case .integer(let integer): number = Number(exactly: integer)
        case .double(let double): number = Number(exactly: double)
        default: throw wrongType("an integer")
        }
        if let number { return number }
        let message =
            if case .double(let double) = value, double != double.rounded() {
                "\(place.name) should be an integer but is \(value.text)"
            } else {
                "\(place.name) is \(value.text), outside of \(Number.min) to \(Number.max)"
            }
        throw Diagnostic(code: .wrongValue, message: message, location: place.location(file: nil))
    }
}
