import Glibc

/// Writes compact JSON text into memory of its own, which grows as needed.
struct ByteWriter: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int
    private var keyTexts = KeyTexts()

    init(capacity: Int = 512) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { start.deallocate() }

    /// What was written.
    borrowing func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: start, count: count))
    }

    /// Writes a value.
    mutating func write(_ value: JSON) {
        switch value {
        case .null: write(word: "null")
        case .bool(let value): write(word: value ? "true" : "false")
        case .integer(let value): write(value)
        case .double(let value): write(value)
        case .string(let value): write(value)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ elements: [JSON]) {
        write(UInt8(ascii: "["))
        elements.withUnsafeBufferPointer { elements in
            for position in elements.indices {
                if position > 0 { write(UInt8(ascii: ",")) }
                write(elements[position])
            }
        }
        write(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject) {
        guard let storage = object.storage, storage.count > 0 else {
            write(word: "{}")
            return
        }
        storage.withUnsafeMutablePointers { header, values in
            let count = header.pointee.count
            if let texts = keyTexts.texts(of: storage), let bytes = texts.bytes, let ends = texts.ends {
                var first = 0
                for position in 0..<count {
                    write(bytes + first, count: ends[position] - first)
                    first = ends[position]
                    write(values[position])
                }
                keyTexts.release(storage)
            } else {
                let keys = header.pointee.shape.keys
                for position in 0..<count {
                    write(position > 0 ? UInt8(ascii: ",") : UInt8(ascii: "{"))
                    write(keys[position])
                    write(UInt8(ascii: ":"))
                    write(values[position])
                }
            }
        }
        write(UInt8(ascii: "}"))
    }

    /// Copies a key; behind it there are sixteen more bytes that can be read.
    @inline(__always)
    private mutating func write(_ bytes: UnsafeMutablePointer<UInt8>, count length: Int) {
        reserve(length + 16)
        if length <= 16 {
            let words = UnsafeRawPointer(bytes)
            let target = UnsafeMutableRawPointer(start + count)
            target.storeBytes(of: words.loadUnaligned(as: UInt64.self), as: UInt64.self)
            let second = words.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            target.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
        } else {
            memcpy(start + count, bytes, length)
        }
        count += length
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.moveInitialize(from: start, count: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func write(word: StaticString) {
        reserve(word.utf8CodeUnitCount)
        memcpy(start + count, word.utf8Start, word.utf8CodeUnitCount)
        count += word.utf8CodeUnitCount
    }

    // MARK: Numbers

    mutating func write(_ value: Int64) {
        reserve(20)
        if value < 0 { write(UInt8(ascii: "-")) }
        write(digitsOf: value.magnitude)
    }

    private mutating func write(digitsOf value: UInt64) {
        reserve(20)
        let length = decimalLength(value)
        var rest = value
        var place = start + count + length
        repeat {
            place -= 1
            place.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        count += length
    }

    /// Writes a double as Java does, see `DoubleText`.
    mutating func write(_ value: Double) {
        let magnitude = value.magnitude
        if magnitude >= 1e-3, magnitude < 1e7 {
            // Most numbers have few decimals: six are tried, and taken where they are exact. A decimal of at most fifteen
            // digits that reads back as the same double is the shortest one, once its zeros are gone.
            let scaled = (magnitude * 1e6).rounded()
            if scaled / 1e6 == magnitude {
                reserve(32)
                if value < 0 { write(UInt8(ascii: "-")) }
                let digits = UInt64(scaled)
                write(digitsOf: digits / 1_000_000)
                write(UInt8(ascii: "."))
                write(fraction: digits % 1_000_000)
                return
            }
        }
        var bytes: [UInt8] = []
        writeDouble(value, into: &bytes)
        write(bytes)
    }

    /// Writes six decimals without their last zeros, but at least one.
    private mutating func write(fraction: UInt64) {
        var rest = fraction
        var length = 6
        while length > 1, rest % 10 == 0 {
            rest /= 10
            length -= 1
        }
        for position in stride(from: length - 1, through: 0, by: -1) {
            start[count + position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    private mutating func write(_ bytes: [UInt8]) {
        reserve(bytes.count)
        for byte in bytes {
            start[count] = byte
            count += 1
        }
    }

    // MARK: Strings

    /// Writes a string in quotes, escaped as Jackson does: quote, backslash and control characters only.
    mutating func write(_ text: String) {
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { write(quoted: $0) }
        if isWritten == nil { Array(text.utf8).withUnsafeBufferPointer { write(quoted: $0) } }
    }

    @inline(__always)
    private mutating func write(quoted text: UnsafeBufferPointer<UInt8>) {
        // The longest escape has six bytes.
        reserve(text.count * 6 + 2)
        var place = start + count
        place.pointee = UInt8(ascii: "\"")
        place += 1
        if let source = text.baseAddress {
            var position = 0
            while text.count - position >= 8 {
                let word = UnsafeRawPointer(source + position).loadUnaligned(as: UInt64.self)
                if Parser.specialBytes(in: UInt64(littleEndian: word)) != 0 { break }
                UnsafeMutableRawPointer(place).storeBytes(of: word, as: UInt64.self)
                position += 8
                place += 8
            }
            while position < text.count {
                let byte = source[position]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    place.pointee = byte
                    place += 1
                } else {
                    place = Self.escape(byte, at: place)
                }
                position += 1
            }
        }
        place.pointee = UInt8(ascii: "\"")
        count = place + 1 - start
    }

    private static func escape(_ byte: UInt8, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        place[0] = UInt8(ascii: "\\")
        let letter: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
        case 0x08: letter = UInt8(ascii: "b")
        case 0x09: letter = UInt8(ascii: "t")
        case 0x0a: letter = UInt8(ascii: "n")
        case 0x0c: letter = UInt8(ascii: "f")
        case 0x0d: letter = UInt8(ascii: "r")
        default:
            place[1] = UInt8(ascii: "u")
            place[2] = UInt8(ascii: "0")
            place[3] = UInt8(ascii: "0")
            place[4] = UInt8(ascii: "0") + byte >> 4
            place[5] = byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "A") + byte & 15 - 10
            return place + 6
        }
        place[1] = letter
        return place + 2
    }
}

@inline(__always)
private func decimalLength(_ value: UInt64) -> Int {
    if value < 10 { return 1 }
    if value < 100 { return 2 }
    var length = 3
    var bound: UInt64 = 1000
    while value >= bound {
        length += 1
        let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
        if overflow { break }
        bound = next
    }
    return length
}
