/// A JSON value in memory, read as the compiler lays it out: a payload of two words, then a byte that tells the case.
///
/// Looking into an enum by `switch` takes a reference to what it holds and gives it back, two atomic operations that
/// cost more than all else of walking a path. `JSONMemoryTests` tell when a compiler lays it out another way.
struct JSONMemory {
    /// The byte behind the payload, by case.
    static let arrayTag: UInt8 = 4
    static let objectTag: UInt8 = 5

    private static let tagOffset = 16
    private static let arrayCountOffset = 16
    private static let arrayElementsOffset = 32

    private let address: UnsafeRawPointer

    @inline(__always)
    init(_ place: UnsafePointer<JSON>) { address = UnsafeRawPointer(place) }

    @inline(__always)
    var tag: UInt8 { address.load(fromByteOffset: Self.tagOffset, as: UInt8.self) }

    /// An object's storage; `nil` without members.
    @inline(__always)
    var storage: UnsafeRawPointer? { address.load(as: UnsafeRawPointer?.self) }

    /// An array's items.
    @inline(__always)
    var items: UnsafeBufferPointer<JSON> {
        let storage = address.load(as: UnsafeRawPointer.self)
        let count = storage.load(fromByteOffset: Self.arrayCountOffset, as: Int.self)
        let first = (storage + Self.arrayElementsOffset).assumingMemoryBound(to: JSON.self)
        return UnsafeBufferPointer(start: first, count: count)
    }
}
