import FlowJSON

/// Finds where the values that JSON pointers name begin in a text that is known to be JSON.
///
/// The place of a member is that of its key, since that is what an author looks for.
struct PointerLocator {
    typealias Place = (line: Int, column: Int, offset: Int)

    private let bytes: [UInt8]
    private let wanted: Set<String>
    private var found: [String: Int] = [:]
    private var position = 0

    static func locate(_ pointers: Set<String>, in text: String) -> [String: Place] {
        guard !pointers.isEmpty else { return [:] }
        var locator = PointerLocator(bytes: Array(text.utf8), wanted: pointers)
        locator.skipBlanks()
        locator.note("", at: locator.position)
        locator.skipValue(at: "")
        return locator.places()
    }

    private init(bytes: [UInt8], wanted: Set<String>) {
        self.bytes = bytes
        self.wanted = wanted
    }

    private mutating func note(_ pointer: String, at offset: Int) {
        if wanted.contains(pointer) { found[pointer] = offset }
    }

    private mutating func skipValue(at pointer: String) {
        switch peek {
        case UInt8(ascii: "{"): skipObject(at: pointer)
        case UInt8(ascii: "["): skipArray(at: pointer)
        case UInt8(ascii: "\""): _ = readString()
        default:
            while let byte = peek, !",]} \t\r\n".utf8.contains(byte) { position += 1 }
        }
    }

    private mutating func skipObject(at pointer: String) {
        position += 1
        skipBlanks()
        while let byte = peek, byte == UInt8(ascii: "\"") {
            let start = position
            let member = "\(pointer)/\(JSONPointer.escape(readString()))"
            note(member, at: start)
            skipBlanks()
            position += 1
            skipBlanks()
            skipValue(at: member)
            skipSeparator()
        }
        position += 1
    }

    private mutating func skipArray(at pointer: String) {
        position += 1
        skipBlanks()
        var index = 0
        while let byte = peek, byte != UInt8(ascii: "]") {
            let element = "\(pointer)/\(index)"
            note(element, at: position)
            skipValue(at: element)
            skipSeparator()
            index += 1
        }
        position += 1
    }

    private mutating func skipSeparator() {
        skipBlanks()
        if peek == UInt8(ascii: ",") { position += 1 }
        skipBlanks()
    }

    /// The string that begins here; its escapes are read by the JSON parser.
    private mutating func readString() -> String {
        let start = position
        position += 1
        var hasEscapes = false
        while let byte = peek, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            }
            position += 1
        }
        position += 1
        let end = min(position, bytes.count)
        guard hasEscapes else {
            return String(decoding: bytes[min(start + 1, end)..<max(start + 1, end - 1)], as: UTF8.self)
        }
        // The text was parsed before, so a failure means that no pointer names this key.
        return (try? JSON(parsing: Array(bytes[start..<end])))?.stringValue ?? ""
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        // A byte order mark counts as a blank; it can only be at the beginning.
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(byte) { position += 1 }
    }

    /// Lines and columns of all offsets in one walk; columns count Unicode scalars.
    private func places() -> [String: Place] {
        var places: [String: Place] = [:]
        var (line, column, offset) = (1, 1, 0)
        for (pointer, target) in found.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            while offset < target {
                let byte = bytes[offset]
                offset += 1
                let isLineEnd = byte == 0x0A || byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A)
                if isLineEnd {
                    (line, column) = (line + 1, 1)
                } else if byte & 0xC0 != 0x80, byte != 0xEF || offset != 1 {
                    column += 1
                }
            }
            places[pointer] = (line, column, target)
        }
        return places
    }
}
