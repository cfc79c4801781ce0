public import FlowDiagnostics

/// A JSON value together with the text it was read from, so that any part of it can be shown where it stands.
public struct LocatedJSON: Sendable {
    /// The value.
    public let value: JSON
    /// The text.
    public let text: String
    /// What the text is called, such as its file's name.
    public let file: String?

    /// Reads a text; a key that stands twice is an error, since people wrote the text.
    public init(
        parsing text: String,
        options: JSON.ParsingOptions = .strict,
        file: String? = nil
    ) throws(Diagnostic) {
        value = try JSON(parsing: text, options: options, file: file)
        self.text = text
        self.file = file
    }

    /// Where the value at a JSON pointer (RFC 6901) starts.
    ///
    /// Where there is nothing at the pointer, it is the innermost value on the way there: that is where something is
    /// missing. The text is read again for each call, as far as needed.
    public func location(of pointer: String) -> TextLocation { location(of: pointer, atKey: false) }

    /// Where the key of the member at a JSON pointer starts; for an element of an array, where the element does.
    public func keyLocation(of pointer: String) -> TextLocation { location(of: pointer, atKey: true) }

    private func location(of pointer: String, atKey: Bool) -> TextLocation {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = PointerScanner(text: bytes)
            let offset = scanner.offset(of: JSONPointer.steps(of: pointer), atKey: atKey)
            let (line, column) = lineAndColumn(of: offset, in: bytes)
            return TextLocation(file: file, line: line, column: column, offset: offset, pointer: pointer)
        }
    }
}

/// Finds the place of a value in a text that is known to be JSON.
private struct PointerScanner {
    let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        if text.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    }

    mutating func offset(of steps: [String], atKey: Bool) -> Int {
        skipBlanks()
        var place = position
        for (index, step) in steps.enumerated() {
            guard let found = enter(step) else { return place }
            place = atKey && index == steps.count - 1 ? found.key : found.value
        }
        return place
    }

    /// Goes to the member or element that a step names; the last one where a key stands twice.
    private mutating func enter(_ step: String) -> (key: Int, value: Int)? {
        let isObject = byte == UInt8(ascii: "{")
        guard isObject || byte == UInt8(ascii: "[") else { return nil }
        position += 1
        var found: (key: Int, value: Int)?
        var index = 0
        skipBlanks()
        while let next = byte, next != UInt8(ascii: "}"), next != UInt8(ascii: "]") {
            let start = position
            var isWanted = !isObject && String(index) == step
            if isObject {
                skipString()
                // `try?`: in a text that was read before every key is a string.
                let key = try? JSON(
                    parsing: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start..<position])
                )
                isWanted = key.map { $0 == .string(step) } ?? false
                skipBlanks()
                position += 1
                skipBlanks()
            }
            if isWanted { found = (start, position) }
            if isWanted, !isObject { break }
            skipValue()
            skipBlanks()
            if byte == UInt8(ascii: ",") { position += 1 }
            skipBlanks()
            index += 1
        }
        if let found { position = found.value }
        return found
    }

    private var byte: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func skipString() {
        position += 1
        while let byte, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        position += 1
    }

    private mutating func skipValue() {
        var depth = 0
        while let next = byte {
            switch next {
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return }
                depth -= 1
                position += 1
            case UInt8(ascii: ",") where depth == 0: return
            default: position += 1
            }
            if depth == 0, byte == UInt8(ascii: ",") { return }
        }
    }
}
