/// Memory for what lives as long as one compilation: handed out piece by piece, given back at once.
final class Arena {
    private var chunks: [UnsafeMutableRawPointer] = []
    @exclusivity(unchecked) private var next: UnsafeMutableRawPointer
    @exclusivity(unchecked) private var remaining: Int
    private var chunkSize: Int
    /// The signatures of lambdas, which have references in them.
    var signatures: [Signature] = []
    /// What stands for half of a surrogate pair, where the expression writes one.
    var loneSurrogate: LoneSurrogate?

    /// An arena for an expression of so many bytes.
    init(sourceSize: Int) {
        chunkSize = min(max(8192, sourceSize * 96), 1 << 20)
        next = .allocate(byteCount: chunkSize, alignment: 16)
        remaining = chunkSize
        chunks.append(next)
    }

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    /// Uninitialized memory for elements that need no care.
    @inline(__always)
    func allocate<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
        let size = (count * MemoryLayout<Element>.stride + 15) & ~15
        if size > remaining { grow(by: size) }
        defer {
            next += size
            remaining -= size
        }
        return next.bindMemory(to: Element.self, capacity: count)
    }

    private func grow(by size: Int) {
        chunkSize = min(chunkSize * 2, 1 << 22)
        remaining = max(chunkSize, size)
        next = .allocate(byteCount: remaining, alignment: 16)
        chunks.append(next)
    }

    /// A copy of a text's bytes.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> SourceText {
        let copy = allocate(max(1, bytes.count), of: UInt8.self)
        if let start = bytes.baseAddress { copy.initialize(from: start, count: bytes.count) }
        return SourceText(start: copy, count: bytes.count)
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

    private mutating func grow(in arena: Arena) {
        let larger = arena.allocate(Swift.max(2, Int(capacity) * 2), of: Element.self)
        if let elements { larger.initialize(from: elements, count: Int(size)) }
        elements = larger
        capacity = Swift.max(2, capacity * 2)
    }
}
