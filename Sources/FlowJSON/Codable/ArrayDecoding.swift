import FlowDiagnostics

/// The unkeyed container over a JSON array.
struct ArrayDecoding: UnkeyedDecodingContainer {
    let elements: [JSON]
    let place: CodingPlace
    private(set) var currentIndex = 0

    init(elements: [JSON], place: CodingPlace) {
        self.elements = elements
        self.place = place
    }

    var codingPath: [any CodingKey] { place.keys }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try decoder().value.isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try decoder().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let container = try decoder().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try decoder().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try decoder()
        currentIndex += 1
        return decoder
    }

    private func decoder() throws -> ValueDecoder {
        guard !isAtEnd else {
            throw Diagnostic(
                code: .missingField,
                message: "\(place.name) has only \(elements.count) elements",
                location: place.location(file: nil)
            )
        }
        return ValueDecoder(value: elements[currentIndex], place: .member(PositionKey(currentIndex), of: place))
    }
}
