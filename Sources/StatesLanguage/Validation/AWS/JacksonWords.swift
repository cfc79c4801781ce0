import FlowDiagnostics

/// What AWS's JSON parser says of a text that is no JSON.
struct JacksonWords {
    let text: String

    /// How much of a text the parser quotes.
    private static let quotedLength = 500

    func words(for diagnostic: Diagnostic) -> (message: String, location: String) {
        let bytes = Array(text.utf8)
        let offset = min(diagnostic.location.offset ?? bytes.count, bytes.count)
        let expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
        let problem: String
        var end = offset
        if offset >= bytes.count {
            problem = "Unexpected end-of-input"
        } else if Self.isLetter(bytes[offset]) {
            while end < bytes.count, Self.isLetter(bytes[end]) { end += 1 }
            let token = String(decoding: bytes[offset..<end], as: UTF8.self)
            problem = "Unrecognized token '\(token)': was expecting \(expected)"
        } else {
            // The bytes come from a string, so a scalar begins here.
            let scalar = String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars.first ?? "?"
            end = offset + 1
            problem = "Unexpected character ('\(scalar)' (code \(scalar.value)))"
        }
        let before = bytes[..<end]
        let line = 1 + before.count { $0 == 0x0A }
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = 1 + String(decoding: before[lineStart...], as: UTF8.self).utf16.count
        let place = "[Source: (String)\(quoted); line: \(line), column: \(column)]"
        return ("\(problem)\n at \(place)", place)
    }

    private var quoted: String {
        let characters = Array(text.utf16)
        guard characters.count > Self.quotedLength else { return "\"\(text)\"" }
        let shown = String(decoding: characters.prefix(Self.quotedLength), as: UTF16.self)
        return "\"\(shown)\"[truncated \(characters.count - Self.quotedLength) chars]"
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= 0x80
    }
}
