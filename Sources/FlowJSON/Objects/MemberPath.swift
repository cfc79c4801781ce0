/// Keys that are read one after the other, through objects and through the arrays between them: `order.lines.sku`.
///
/// The path owns nothing: its keys live as long as whoever has made it keeps them. What it finds is told by its place
/// in memory, so that walking counts no references; a place is valid as long as the value is alive that was walked
/// through.
package struct MemberPath {
    /// What stands at a path's end.
    package enum Found {
        /// There is nothing.
        case nothing
        /// One value.
        case value(UnsafePointer<JSON>)
        /// An array before the end, in whose items the path goes on with the key of the level.
        case many(UnsafePointer<JSON>, level: Int)
    }

    private let keys: UnsafeBufferPointer<JSONKey>

    /// A path of the given keys.
    package init(_ keys: UnsafeBufferPointer<JSONKey>) { self.keys = keys }

    /// What stands at the end, from an object on.
    package func find(in object: JSONObject) -> Found { find(storage: Self.storage(of: object)) }

    /// What stands at the end, from an object on that lies at a place; nothing where that is no object.
    package func find(at place: UnsafePointer<JSON>) -> Found {
        let memory = JSONMemory(place)
        return memory.tag == JSONMemory.objectTag ? find(storage: memory.storage) : .nothing
    }

    @inline(__always)
    private func find(storage: UnsafeRawPointer?) -> Found {
        guard var key = keys.baseAddress, var place = Self.place(of: key, storage: storage) else { return .nothing }
        var level = 1
        while level < keys.count {
            key += 1
            let memory = JSONMemory(place)
            switch memory.tag {
            case JSONMemory.objectTag:
                guard let next = Self.place(of: key, storage: memory.storage) else { return .nothing }
                place = next
            case JSONMemory.arrayTag: return .many(place, level: level)
            default: return .nothing
            }
            level += 1
        }
        return .value(place)
    }

    /// Hands over every value at the end of the path, from the items of an array on, in order.
    ///
    /// Arrays between two keys are walked through. It ends early, with `false`, where an array stands right within an
    /// array: there the meaning is the language's.
    ///
    /// - Parameter seen: Grows by the items that are looked at.
    package func forEach(
        in items: UnsafeBufferPointer<JSON>,
        level: Int = 0,
        seen: inout Int,
        _ body: (UnsafePointer<JSON>) -> Void
    ) -> Bool {
        guard let first = items.baseAddress, let keys = keys.baseAddress else { return true }
        seen += items.count
        let isLast = level == self.keys.count - 1
        let key = KeyBits(keys + level)
        // Objects in one array are much alike: the position of the last one's key mostly holds.
        var knownShape: UnsafeRawPointer?
        var knownPosition = -1
        for index in 0..<items.count {
            let memory = JSONMemory(first + index)
            switch memory.tag {
            case JSONMemory.objectTag:
                guard let storage = memory.storage else { continue }
                let members = Members(storage)
                if members.shape != knownShape {
                    knownShape = members.shape
                    knownPosition = members.position(of: key)
                }
                guard knownPosition >= 0 else { continue }
                let place = UnsafePointer(members.values + knownPosition)
                if isLast {
                    body(place)
                } else if !next(place, level + 1, &seen, body) {
                    return false
                }
            case JSONMemory.arrayTag: return false
            default: continue
            }
        }
        return true
    }

    private func next(
        _ place: UnsafePointer<JSON>,
        _ level: Int,
        _ seen: inout Int,
        _ body: (UnsafePointer<JSON>) -> Void
    ) -> Bool {
        let memory = JSONMemory(place)
        switch memory.tag {
        case JSONMemory.arrayTag: return forEach(in: memory.items, level: level, seen: &seen, body)
        case JSONMemory.objectTag:
            return forEach(in: UnsafeBufferPointer(start: place, count: 1), level: level, seen: &seen, body)
        default: return true
        }
    }

    // MARK: Memory

    /// Where a key's value lies.
    @inline(__always)
    static func place(of key: UnsafePointer<JSONKey>, in object: JSONObject) -> UnsafePointer<JSON>? {
        place(of: key, storage: storage(of: object))
    }

    @inline(__always)
    private static func place(of key: UnsafePointer<JSONKey>, storage: UnsafeRawPointer?) -> UnsafePointer<JSON>? {
        guard let storage else { return nil }
        let members = Members(storage)
        let position = members.position(of: KeyBits(key))
        return position < 0 ? nil : UnsafePointer(members.values + position)
    }

    @inline(__always)
    private static func storage(of object: JSONObject) -> UnsafeRawPointer? {
        unsafeBitCast(object, to: UnsafeRawPointer?.self)
    }

    /// A key's text by its representation, and its hash.
    private struct KeyBits {
        let text: (UInt64, UInt64)
        let hash: UInt64

        @inline(__always)
        init(_ key: UnsafePointer<JSONKey>) {
            // The text is the first that a key stores.
            text = UnsafeRawPointer(key).load(as: (UInt64, UInt64).self)
            hash = key.pointee.hash
        }
    }

    /// An object's parts, read without counting references.
    private struct Members {
        let shape: UnsafeRawPointer
        let values: UnsafeMutablePointer<JSON>

        @inline(__always)
        init(_ storage: UnsafeRawPointer) {
            let (header, values) = Unmanaged<ObjectStorage>.fromOpaque(storage)._withUnsafeGuaranteedRef {
                $0.withUnsafeMutablePointers { (UnsafeRawPointer($0), $1) }
            }
            shape = header.load(as: UnsafeRawPointer.self)
            self.values = values
        }

        @inline(__always)
        func position(of key: KeyBits) -> Int {
            Unmanaged<JSONShape>.fromOpaque(shape)._withUnsafeGuaranteedRef { $0.lookUp }
                .position(of: key.text, hash: key.hash)
        }
    }
}
