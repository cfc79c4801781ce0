extension JSON {
    /// Makes a JSON value of a Swift value by its `Encodable` conformance; members stand in the order of encoding.
    public init(encoding value: some Encodable) throws {
        if let value = value as? JSON {
            self = value
            return
        }
        let encoder = ValueEncoder(place: .root)
        try encoder.encode(value)
        self = encoder.result
    }
}
