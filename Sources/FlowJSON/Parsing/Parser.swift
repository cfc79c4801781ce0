/// Reads one JSON text, in one pass and without recursion.
///
/// Values that are not yet part of an array or object wait on a stack, from which they are moved once their number is
/// known. The keys of objects are found by prediction, see `ShapeTree`.
struct Parser: ~Copyable {
    let start: UnsafePointer<UInt8>
    private(set) var end: UnsafePointer<UInt8>
    var here: UnsafePointer<UInt8>
    let options: JSON.ParsingOptions

    private var values: UnsafeMutablePointer<JSON>
    private var valueCount = 0
    private var valueCapacity = 32
    /// The containers around the current one.
    private var outer: UnsafeMutablePointer<Container>
    private var outerCount = 0
    private var outerCapacity = 16
    private var current = Container(base: 0, kind: .document)
    private var shapes = ShapeTree()
    /// The objects among the open containers that are like no other.
    private var loose: [LooseObject] = []

    /// An array or object whose end has not been read yet.
    private struct Container {
        enum Kind {
            case document
            case array
            case object
            case looseObject
        }
        /// Where its values start on the stack.
        var base: Int
        var kind: Kind
        /// The keys read so far of an `object`.
        var node: ShapeTree.Node = 0
    }

    /// What is known of an object that has its shape for itself: a dictionary, or one with a key twice.
    private struct LooseObject {
        let shape: JSONShape
        /// The position that the value to come replaces.
        var replaces: Int?
    }

    init(text: UnsafeBufferPointer<UInt8>, from start: UnsafePointer<UInt8>, options: JSON.ParsingOptions) {
        self.start = start
        here = start
        end = start + text.count
        self.options = options
        values = .allocate(capacity: valueCapacity)
        outer = .allocate(capacity: outerCapacity)
    }

    deinit {
        values.deinitialize(count: valueCount)
        values.deallocate()
        outer.deallocate()
    }

    mutating func parse() throws(SyntaxError) -> JSON {
        if end - here >= 3, here[0] == 0xef, here[1] == 0xbb, here[2] == 0xbf { here += 3 }
        skipBlanks()
        if here == end { throw error(.emptyText, at: here) }
        repeat { try parseValue() } while try parseWhatFollows()
        skipBlanks()
        if here < end { throw error(.trailingText, at: here) }
        valueCount -= 1
        return (values + valueCount).move()
    }

    /// Reads the value that begins at a place, blanks before it allowed, and stops behind it, at `here`.
    mutating func parse(from place: Int, before limit: Int) throws(SyntaxError) -> JSON {
        here = start + place
        end = start + limit
        skipBlanks()
        if here == end { throw error(.emptyText, at: here) }
        repeat { try parseValue() } while try parseWhatFollows()
        valueCount -= 1
        return (values + valueCount).move()
    }

    /// Reads a value onto the stack; of an array or object only the start, up to where the next value starts.
    @inline(__always)
    private mutating func parseValue() throws(SyntaxError) {
        while true {
            guard here < end else { throw expected("a value") }
            switch here.pointee {
            case UInt8(ascii: "\""):
                here += 1
                push(.string(try parseString()))
                return
            case UInt8(ascii: "{"):
                try enter(.object)
                skipBlanks()
                if here < end, here.pointee == UInt8(ascii: "}") {
                    here += 1
                    leave()
                    push(.object(JSONObject()))
                    return
                }
                try parseKey()
            case UInt8(ascii: "["):
                try enter(.array)
                skipBlanks()
                if here < end, here.pointee == UInt8(ascii: "]") {
                    here += 1
                    leave()
                    push(.array([]))
                    return
                }
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                push(try parseNumber())
                return
            case UInt8(ascii: "t"):
                try parseWord("true")
                push(.bool(true))
                return
            case UInt8(ascii: "f"):
                try parseWord("false")
                push(.bool(false))
                return
            case UInt8(ascii: "n"):
                try parseWord("null")
                push(.null)
                return
            default: throw expected("a value")
            }
        }
    }

    /// Reads what follows a value: the ends of containers, up to a comma and to where the next value starts.
    ///
    /// - Returns: whether another value follows.
    @inline(__always)
    private mutating func parseWhatFollows() throws(SyntaxError) -> Bool {
        while true {
            if current.kind == .document { return false }
            if current.kind == .looseObject { replaceDuplicate() }
            skipBlanks()
            let byte = here < end ? here.pointee : 0
            if byte == UInt8(ascii: ",") {
                let comma = here
                here += 1
                skipBlanks()
                if current.kind == .array {
                    if here < end, here.pointee == UInt8(ascii: "]") { throw error(.trailingComma, at: comma) }
                } else {
                    if here < end, here.pointee == UInt8(ascii: "}") { throw error(.trailingComma, at: comma) }
                    try parseKey()
                }
                return true
            }
            if current.kind == .array {
                guard byte == UInt8(ascii: "]") else { throw expected("\",\" or \"]\"") }
                here += 1
                finishArray()
            } else {
                guard byte == UInt8(ascii: "}") else { throw expected("\",\" or \"}\"") }
                here += 1
                finishObject()
            }
        }
    }

    // MARK: Containers

    @inline(__always)
    private mutating func enter(_ kind: Container.Kind) throws(SyntaxError) {
        if outerCount >= options.maximumDepth { throw error(.tooDeep(options.maximumDepth), at: here) }
        here += 1
        if outerCount == outerCapacity { growOuter() }
        outer[outerCount] = current
        outerCount += 1
        current = Container(base: valueCount, kind: kind)
    }

    @inline(__always)
    private mutating func leave() {
        outerCount -= 1
        current = outer[outerCount]
    }

    private mutating func growOuter() {
        let larger = UnsafeMutablePointer<Container>.allocate(capacity: outerCapacity * 2)
        larger.moveInitialize(from: outer, count: outerCount)
        outer.deallocate()
        outer = larger
        outerCapacity *= 2
    }

    @inline(__always)
    private mutating func finishArray() {
        let base = current.base
        let count = valueCount - base
        let source = values + base
        let elements = [JSON](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.baseAddress?.moveInitialize(from: source, count: count)
            initialized = count
        }
        valueCount = base
        leave()
        push(.array(elements))
    }

    @inline(__always)
    private mutating func finishObject() {
        let base = current.base
        let shape = current.kind == .object ? shapes.shape(of: current.node) : loose.removeLast().shape
        let storage = ObjectStorage.make(shape, moving: values + base, count: valueCount - base)
        valueCount = base
        leave()
        push(.object(JSONObject(storage: storage)))
    }

    @inline(__always)
    private mutating func push(_ value: consuming JSON) {
        if valueCount == valueCapacity { growValues() }
        (values + valueCount).initialize(to: value)
        valueCount += 1
    }

    private mutating func growValues() {
        let larger = UnsafeMutablePointer<JSON>.allocate(capacity: valueCapacity * 2)
        larger.moveInitialize(from: values, count: valueCount)
        values.deallocate()
        values = larger
        valueCapacity *= 2
    }

    // MARK: Keys

    /// Reads a key and the colon behind it.
    @inline(__always)
    private mutating func parseKey() throws(SyntaxError) {
        guard here < end, here.pointee == UInt8(ascii: "\"") else { throw expected("a key in double quotes") }
        if current.kind == .object, let (node, count) = shapes.next(after: current.node, at: here + 1, end: end) {
            current.node = node
            here += count + 1
        } else {
            try parseNewKey()
        }
        if here < end, here.pointee != UInt8(ascii: ":") { skipBlanks() }
        guard here < end, here.pointee == UInt8(ascii: ":") else { throw expected("\":\"") }
        here += 1
        skipBlanks()
    }

    /// Reads a key that has not followed the keys before it yet.
    private mutating func parseNewKey() throws(SyntaxError) {
        let quote = here
        here += 1
        let written = here
        let key = try parseString()
        if current.kind == .object {
            if let node = shapes.add(key, after: current.node, written: written, count: here - written - 1) {
                current.node = node
                return
            }
            loose.append(LooseObject(shape: shapes.unsharedShape(of: current.node)))
            current.kind = .looseObject
        }
        let hash = JSONKey.hash(of: key)
        let last = loose.count - 1
        if let position = loose[last].shape.position(of: key, hash: hash) {
            if options.duplicateKeys == .refused { throw error(.duplicateKey(key), at: quote) }
            loose[last].replaces = position
        } else {
            loose[last].shape.append(key, hash: hash)
        }
    }

    /// Moves the value just read to the place of the earlier one with the same key.
    private mutating func replaceDuplicate() {
        let last = loose.count - 1
        guard let position = loose[last].replaces else { return }
        loose[last].replaces = nil
        valueCount -= 1
        values[current.base + position] = (values + valueCount).move()
    }

    // MARK: Words and blanks

    @inline(__always)
    mutating func skipBlanks() {
        guard here < end, here.pointee <= 0x20 else { return }
        while here < end, case let byte = here.pointee, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            here += 1
        }
    }

    private mutating func parseWord(_ word: StaticString) throws(SyntaxError) {
        let count = word.utf8CodeUnitCount
        guard end - here >= count else { throw expected("a value") }
        for position in 0..<count where here[position] != word.utf8Start[position] { throw expected("a value") }
        here += count
    }

    func error(_ kind: SyntaxError.Kind, at place: UnsafePointer<UInt8>) -> SyntaxError {
        SyntaxError(kind: kind, offset: place - start)
    }

    func expected(_ what: StaticString) -> SyntaxError {
        error(here < end ? .unexpected(expected: what) : .unexpectedEnd(expected: what), at: here)
    }
}
