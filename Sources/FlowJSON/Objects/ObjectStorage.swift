/// What an object refers to: its shape, and its values behind it in the same piece of memory.
final class ObjectStorage: ManagedBuffer<ObjectStorage.Header, JSON> {
    struct Header {
        // First, where `MemberPath` reads it.
        var shape: JSONShape
        var count: Int
        var capacity: Int
    }

    /// Storage with room for `capacity` values and none in it.
    @inline(__always)
    static func make(_ shape: JSONShape, capacity: Int) -> ObjectStorage {
        let buffer = create(minimumCapacity: capacity) { _ in Header(shape: shape, count: 0, capacity: capacity) }
        return unsafeDowncast(buffer, to: ObjectStorage.self)
    }

    /// Storage that takes `count` values over from `source`, which are uninitialized afterwards.
    @inline(__always)
    static func make(_ shape: JSONShape, moving source: UnsafeMutablePointer<JSON>, count: Int) -> ObjectStorage {
        let storage = make(shape, capacity: count)
        storage.withUnsafeMutablePointers { header, values in
            values.moveInitialize(from: source, count: count)
            header.pointee.count = count
        }
        return storage
    }

    /// Another storage with the same members and room for `capacity` of them.
    func copy(capacity: Int) -> ObjectStorage {
        let storage = Self.make(shape, capacity: capacity)
        withUnsafeMutablePointers { header, values in
            storage.withUnsafeMutablePointers { newHeader, newValues in
                newValues.initialize(from: values, count: header.pointee.count)
                newHeader.pointee.count = header.pointee.count
            }
        }
        return storage
    }

    @inline(__always)
    var shape: JSONShape { withUnsafeMutablePointerToHeader { $0.pointee.shape } }

    // `capacity` of the standard library asks malloc each time.
    @inline(__always)
    var capacityForValues: Int { withUnsafeMutablePointerToHeader { $0.pointee.capacity } }

    @inline(__always)
    var count: Int { withUnsafeMutablePointerToHeader { $0.pointee.count } }

    @inline(__always)
    subscript(position: Int) -> JSON { withUnsafeMutablePointerToElements { $0[position] } }

    deinit {
        _ = withUnsafeMutablePointers { header, values in values.deinitialize(count: header.pointee.count) }
    }
}
