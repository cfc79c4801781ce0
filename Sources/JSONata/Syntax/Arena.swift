/// Memory for what lives as long as one compilation: handed out piece by piece, given back at once by its owner.
///
/// No more than an address, so that handing it on counts no references; whoever uses it keeps the owner.
struct Arena: BitwiseCopyable {
    fileprivate struct State {
        var chunks: [UnsafeMutableRawPointer]
        var next: UnsafeMutableRawPointer
        var remaining: Int
        var chunkSize: Int
        var signatures: [Signature] = []
        var loneSurrogate: LoneSurrogate?

        @inline(never)
        mutating func grow(by size: Int) {
            chunkSize = min(chunkSize * 2, 1 << 22)
            remaining = max(chunkSize, size)
            next = .allocate(byteCount: remaining, alignment: 16)
            chunks.append(next)
        }
    }

    fileprivate let state: UnsafeMutablePointer<State>

    /// Uninitialized memory for elements that need no care.
    @inline(__always)
    func allocate<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
        let size = (count * MemoryLayout<Element>.stride + 15) & ~15
        if size > state.pointee.remaining { state.pointee.grow(by: size) }
        let start = state.pointee.next
        state.pointee.next = start + size
        state.pointee.remaining -= size
        return start.bindMemory(to: Element.self, capacity: count)
    }

    /// A copy of a text's bytes.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> SourceText {
        let copy = allocate(max(1, bytes.count), of: UInt8.self)
        if let start = bytes.baseAddress { copy.initialize(from: start, count: bytes.count) }
        return SourceText(start: copy, count: bytes.count)
    }

    /// Keeps a lambda's signature, which has references in it.
    func add(_ signature: Signature) -> Int32 {
        state.pointee.signatures.append(signature)
        return Int32(state.pointee.signatures.count - 1)
    }

    /// The signature at the index that `add` gave.
    func signature(_ index: Int32) -> Signature { state.pointee.signatures[Int(index)] }

    /// What stands for half of a surrogate pair, where the expression writes one.
    var loneSurrogate: LoneSurrogate? {
        get { state.pointee.loneSurrogate }
        nonmutating set { state.pointee.loneSurrogate = newValue }
    }
}

/// Keeps an arena's memory, and gives it back.
final class ArenaOwner {
    let arena: Arena

    /// An arena for an expression of so many bytes.
    init(sourceSize: Int) {
        let chunkSize = min(max(8192, sourceSize * 96), 1 << 20)
        let start = UnsafeMutableRawPointer.allocate(byteCount: chunkSize, alignment: 16)
        arena = Arena(state: .allocate(capacity: 1))
        arena.state.initialize(
            to: Arena.State(chunks: [start], next: start, remaining: chunkSize, chunkSize: chunkSize)
        )
    }

    deinit {
        for chunk in arena.state.pointee.chunks { chunk.deallocate() }
        arena.state.deinitialize(count: 1)
        arena.state.deallocate()
    }
}

/// A text in an arena.
struct SourceText: BitwiseCopyable {
    let start: UnsafePointer<UInt8>
    let count: Int

    init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    /// A text of the program's own, such as a sign.
    init(_ text: StaticString) {
        start = text.utf8Start
        count = text.utf8CodeUnitCount
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    var isEmpty: Bool { count == 0 }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    static func == (text: SourceText, word: StaticString) -> Bool {
        text.count == word.utf8CodeUnitCount && text.bytes.elementsEqual(SourceText(word).bytes)
    }
}

/// A list in an arena.
struct ArenaList<Element: BitwiseCopyable>: BitwiseCopyable, RandomAccessCollection, MutableCollection {
    private var elements: UnsafeMutablePointer<Element>?
    private var capacity: Int32 = 0
    private var size: Int32 = 0

    init() {}

    /// An empty list with room for so many.
    init(capacity: Int, in arena: Arena) {
        elements = arena.allocate(capacity, of: Element.self)
        self.capacity = Int32(capacity)
    }

    /// The elements as memory.
    var memory: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: elements, count: Int(size)) }

    var startIndex: Int { 0 }
    var endIndex: Int { Int(size) }

    subscript(position: Int) -> Element {
        get {
            guard let elements, position >= 0, position < Int(size) else {
                preconditionFailure("a list is read within its bounds")
            }
            return elements[position]
        }
        nonmutating set {
            guard let elements, position >= 0, position < Int(size) else {
                preconditionFailure("a list is written within its bounds")
            }
            elements[position] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element, in arena: Arena) {
        if size == capacity { grow(in: arena) }
        elements?[Int(size)] = element
        size += 1
    }

    mutating func append(contentsOf other: ArenaList, in arena: Arena) {
        for element in other { append(element, in: arena) }
    }

    mutating func removeLast(_ count: Int) {
        precondition(count <= Int(size), "a list loses what it has")
        size -= Int32(count)
    }

    @inline(never)
    private mutating func grow(in arena: Arena) {
        let larger = arena.allocate(Swift.max(2, Int(capacity) * 2), of: Element.self)
        if let elements { larger.initialize(from: elements, count: Int(size)) }
        elements = larger
        capacity = Swift.max(2, capacity * 2)
    }
}
