/// The members of a JSON object, in order; keys are unique and compared by their bytes.
public struct JSONObject: Sendable {
    private var storedKeys: [String] = []
    private var storedValues: [JSON] = []

    /// An object without members.
    public init() {}

    /// The number of members.
    public var count: Int { storedKeys.count }
    /// Whether there are no members.
    public var isEmpty: Bool { storedKeys.isEmpty }
    /// The keys in order.
    public var keys: [String] { storedKeys }
    /// The values in the order of their keys.
    public var values: [JSON] { storedValues }

    /// The position of a key, or `nil` where the object has no such key.
    public func index(of key: String) -> Int? { storedKeys.firstIndex { $0.utf8.elementsEqual(key.utf8) } }

    /// The member at a position from 0 to `count - 1`.
    public subscript(position: Int) -> (key: String, value: JSON) { (storedKeys[position], storedValues[position]) }

    /// The value of a key; setting a new key appends it, setting `nil` removes it.
    public subscript(key: String) -> JSON? {
        get { index(of: key).map { storedValues[$0] } }
        set {
            switch (index(of: key), newValue) {
            case (let position?, let value?): storedValues[position] = value
            case (let position?, nil):
                storedKeys.remove(at: position)
                storedValues.remove(at: position)
            case (nil, let value?):
                storedKeys.append(key)
                storedValues.append(value)
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: Sequence {
    /// Members in order.
    public func makeIterator() -> AnyIterator<(key: String, value: JSON)> {
        var position = 0
        return AnyIterator {
            guard position < self.count else { return nil }
            defer { position += 1 }
            return self[position]
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of the given members; a later member with the same key replaces the earlier one.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}
