/// The members of a JSON object, in order; keys are unique and compared by their bytes.
///
/// Reading a member costs a scan over the hashes of up to eight keys, or one look into a table; adding or changing one
/// costs the same, on average. Removing one moves those behind it.
///
/// Sendable since an object changes its storage only while it is the single owner, as the standard library's arrays do.
public struct JSONObject: @unchecked Sendable {
    /// `nil` stands for an object without members.
    private(set) var storage: ObjectStorage?

    /// An object without members.
    public init() {}

    /// An object whose values lie in the order of a shape's keys; there are as many of them.
    package init(shape: JSONShape, values: [JSON]) {
        precondition(shape.count == values.count, "an object has as many values as its shape has keys")
        guard !values.isEmpty else { return }
        let storage = ObjectStorage.make(shape, capacity: values.count)
        storage.withUnsafeMutablePointers { header, elements in
            for (position, value) in values.enumerated() { (elements + position).initialize(to: value) }
            header.pointee.count = values.count
        }
        self.storage = storage
    }

    /// An object of the values that lie at a place in the order of a shape's keys; they are moved from there.
    package init(shape: JSONShape, moving values: UnsafeMutablePointer<JSON>) {
        guard shape.count > 0 else { return }
        storage = ObjectStorage.make(shape, moving: values, count: shape.count)
    }

    @inline(__always)
    init(storage: ObjectStorage) { self.storage = storage }

    /// The number of members.
    public var count: Int { storage?.count ?? 0 }
    /// Whether there are no members.
    public var isEmpty: Bool { count == 0 }
    /// The keys in order.
    public var keys: [String] { storage?.shape.keys ?? [] }

    /// The values in the order of their keys.
    public var values: [JSON] {
        guard let storage else { return [] }
        return storage.withUnsafeMutablePointers { header, values in
            Array(UnsafeBufferPointer(start: values, count: header.pointee.count))
        }
    }

    /// The keys, shared with objects that were read or built alike; `nil` without members.
    package var shape: JSONShape? { storage?.shape }

    /// What tells this object from another one in the same document; `nil` without members.
    ///
    /// Copies of a value share it.
    package var identity: ObjectIdentifier? { storage.map { ObjectIdentifier($0) } }

    /// Another object of the same keys and of values made of these, which has an identity even without members.
    package func separated(_ transform: (JSON) -> JSON) -> JSONObject {
        let copy = storage?.copy(capacity: Swift.max(1, count)) ?? ObjectStorage.make(JSONShape([]), capacity: 1)
        copy.withUnsafeMutablePointers { header, values in
            for position in 0..<header.pointee.count { values[position] = transform(values[position]) }
        }
        return JSONObject(storage: copy)
    }

    /// The position of a key, or `nil` where the object has no such key.
    public func index(of key: String) -> Int? { storage?.shape.position(of: key) }

    /// The member at a position from 0 to `count - 1`.
    public subscript(position: Int) -> (key: String, value: JSON) {
        guard let storage, position >= 0, position < storage.count else {
            preconditionFailure("an object's positions go from 0 to its count less one")
        }
        return (storage.shape.keys[position], storage[position])
    }

    /// The value at a position from 0 to `count - 1`.
    package func value(at position: Int) -> JSON {
        guard let storage, position >= 0, position < storage.count else {
            preconditionFailure("an object's positions go from 0 to its count less one")
        }
        return storage[position]
    }

    /// The value of a key, or `nil` where the object has no such key.
    package func value(for key: JSONKey) -> JSON? {
        withUnsafePointer(to: key) { key in
            MemberPath.place(of: key, in: self).map { $0.pointee }
        }
    }

    /// The value of a key; setting a new key appends it, setting `nil` removes it.
    public subscript(key: String) -> JSON? {
        get {
            guard let storage, let position = storage.shape.position(of: key) else { return nil }
            return storage[position]
        }
        set {
            let hash = JSONKey.hash(of: key)
            switch (storage?.shape.position(of: key, hash: hash), newValue) {
            case (let position?, let value?): modifyValue(at: position) { $0 = value }
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(value, key, hash: hash)
            case (nil, nil): break
            }
        }
    }

    /// Changes the value at a position in place, without a copy where nobody shares the object.
    package mutating func modifyValue<Result, Failure>(
        at position: Int,
        _ change: (inout JSON) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(position >= 0 && position < count, "an object's positions go from 0 to its count less one")
        let values = uniqueValues(capacity: count)
        return try change(&values[position])
    }

    private mutating func append(_ value: JSON, _ key: String, hash: UInt64) {
        if storage == nil { storage = ObjectStorage.make(JSONShape([], hashes: []), capacity: 4) }
        let count = count
        let capacity = storage?.capacityForValues ?? 0
        let values = uniqueValues(capacity: count < capacity ? capacity : Swift.max(4, count * 2))
        (values + count).initialize(to: value)
        storage?.withUnsafeMutablePointerToHeader { header in
            header.pointee.count = count + 1
            if isKnownUniquelyReferenced(&header.pointee.shape) {
                header.pointee.shape.append(key, hash: hash)
            } else {
                header.pointee.shape = header.pointee.shape.appending(key, hash: hash)
            }
        }
    }

    private mutating func remove(at position: Int) {
        let count = count
        guard count > 1 else {
            storage = nil
            return
        }
        let values = uniqueValues(capacity: count)
        (values + position).deinitialize(count: 1)
        (values + position).moveInitialize(from: values + position + 1, count: count - position - 1)
        storage?.withUnsafeMutablePointerToHeader { header in
            header.pointee.count = count - 1
            header.pointee.shape = header.pointee.shape.removing(at: position)
        }
    }

    /// The values, in storage that nobody else refers to and that has room for `capacity` of them.
    private mutating func uniqueValues(capacity: Int) -> UnsafeMutablePointer<JSON> {
        // No local may refer to the storage while it is asked whether it is referred to once.
        let isLargeEnough = (storage?.capacityForValues ?? 0) >= capacity
        if !(isLargeEnough && isKnownUniquelyReferenced(&storage)) { storage = storage?.copy(capacity: capacity) }
        guard let storage else { preconditionFailure("an object without members has no values") }
        return storage.withUnsafeMutablePointerToElements { $0 }
    }
}

extension JSONObject: Sequence {
    /// Members in order.
    public struct Iterator: IteratorProtocol {
        private let object: JSONObject
        private let count: Int
        private var position = 0

        init(_ object: JSONObject) {
            self.object = object
            count = object.count
        }

        /// The next member.
        public mutating func next() -> (key: String, value: JSON)? {
            guard position < count else { return nil }
            defer { position += 1 }
            return object[position]
        }
    }

    /// Members in order.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// The number of members.
    public var underestimatedCount: Int { count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of the given members; a later member with the same key replaces the earlier one.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}
