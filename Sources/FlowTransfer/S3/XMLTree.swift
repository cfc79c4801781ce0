/// An element of the simple XML that AWS answers with: names without prefixes, texts, no attributes.
package struct XMLTree: Hashable {
    /// The name without prefix.
    package var name: String
    /// The text between its children.
    package var text = ""
    /// The elements inside, in order.
    package var children: [XMLTree] = []

    /// The first child of a name.
    package subscript(name: String) -> XMLTree? { children.first { $0.name == name } }

    /// All children of a name.
    package func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

    /// The root element of a document, or `nil` where it is no XML.
    package init?(parsing bytes: [UInt8]) {
        var reader = XMLReader(bytes: bytes)
        guard let root = reader.document() else { return nil }
        self = root
    }

    fileprivate init(name: String) { self.name = name }
}

/// Reads a document from the left; `nil` wherever it is not well-formed.
private struct XMLReader {
    let bytes: [UInt8]
    private var position = 0
    private static let deepest = 64

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() -> XMLTree? {
        guard skipMisc(), starts("<") else { return nil }
        return element(depth: 0)
    }

    private mutating func element(depth: Int) -> XMLTree? {
        guard depth < Self.deepest, take("<"), let tag = until(">") else { return nil }
        let isEmpty = tag.last == UInt8(ascii: "/")
        let words = tag.split { [32, 9, 10, 13, UInt8(ascii: "/")].contains($0) }
        guard let name = words.first else { return nil }
        var element = XMLTree(name: localName(name))
        if isEmpty { return element }
        var text: [UInt8] = []
        while position < bytes.count {
            if take("</") {
                guard let end = until(">"), localName(end.prefix { $0 > 32 }) == element.name else { return nil }
                element.text = String(decoding: text, as: UTF8.self)
                return element
            } else if take("<![CDATA[") {
                guard let data = until("]]>") else { return nil }
                text += data
            } else if starts("<!--") || starts("<?") {
                guard skipMisc() else { return nil }
            } else if starts("<") {
                guard let child = self.element(depth: depth + 1) else { return nil }
                element.children.append(child)
            } else if take("&") {
                guard let reference = until(";"), let character = Self.character(reference) else { return nil }
                text += Array(String(character).utf8)
            } else {
                text.append(bytes[position])
                position += 1
            }
        }
        return nil
    }

    private static func character(_ reference: ArraySlice<UInt8>) -> Character? {
        let name = String(decoding: reference, as: UTF8.self)
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let isHex = name.hasPrefix("#x")
            guard let number = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10),
                let scalar = Unicode.Scalar(number)
            else { return nil }
            return Character(scalar)
        }
    }

    /// Skips white space, declarations and comments.
    private mutating func skipMisc() -> Bool {
        while position < bytes.count {
            if bytes[position] <= 32 || bytes[position] == 0xEF || bytes[position] == 0xBB || bytes[position] == 0xBF {
                position += 1
            } else if take("<!--") {
                guard until("-->") != nil else { return false }
            } else if take("<?") {
                guard until("?>") != nil else { return false }
            } else if take("<!DOCTYPE") {
                guard until(">") != nil else { return false }
            } else {
                return true
            }
        }
        return true
    }

    private func localName(_ name: ArraySlice<UInt8>) -> String {
        String(decoding: name.split(separator: UInt8(ascii: ":")).last ?? [], as: UTF8.self)
    }

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            position + text.count <= bytes.count && bytes[position..<position + text.count].elementsEqual(text)
        }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    /// The bytes before a text, which is skipped; `nil` where it does not come.
    private mutating func until(_ text: StaticString) -> ArraySlice<UInt8>? {
        let start = position
        while position < bytes.count {
            if starts(text) {
                defer { position += text.utf8CodeUnitCount }
                return bytes[start..<position]
            }
            position += 1
        }
        return nil
    }
}
