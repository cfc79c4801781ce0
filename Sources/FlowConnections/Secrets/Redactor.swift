package import FlowJSON
import Glibc

/// Replaces every known secret in texts by dots: as it is, percent-encoded, in base64, or escaped as in JSON.
///
/// A secret shorter than 8 bytes is replaced only where it stands as a word of its own, and not in data (JSON), where
/// an ordinary word would be torn out; one shorter than 4 bytes is not looked for.
package struct Redactor: Sendable {
    private struct Needle: Hashable, Sendable {
        var bytes: [UInt8]
        var isWord: Bool
    }
    private var needles: [Needle] = []

    /// A redactor of all secrets of the connections.
    package init(_ connections: Connections) {
        var secrets: [String] = []
        for connection in connections {
            for (name, secret) in connection.secrets.sorted(by: { $0.key < $1.key }) {
                secrets.append(secret.revealed)
                // What HTTP's basic authentication sends.
                if name == "password", let user = connection.url.user { secrets.append("\(user):\(secret.revealed)") }
            }
            for item in connection.url.query where Self.isSecretParameter(item.name) { secrets.append(item.value) }
        }
        self.init(secrets: secrets)
    }

    /// A redactor of the given texts.
    package init(secrets: [String]) {
        var found: Set<Needle> = []
        for secret in secrets where secret.utf8.count >= 4 {
            let base64 = Base64.encode(Array(secret.utf8))
            let urlBase64 = base64.replacing("+", with: "-").replacing("/", with: "_")
            let json = String(JSON.string(secret).text.dropFirst().dropLast())
            let forms = [
                secret, json, PercentEncoding.encode(secret), PercentEncoding.encode(secret, uppercase: false),
                PercentEncoding.encode(secret).replacing("%20", with: "+"), base64, urlBase64,
            ]
            for form in forms { found.insert(Needle(bytes: Array(form.utf8), isWord: form.utf8.count < 8)) }
        }
        // Longer ones first, so that one secret that holds another is replaced as a whole.
        needles = found.sorted { left, right in
            (right.bytes.count, left.bytes.description) < (left.bytes.count, right.bytes.description)
        }
    }

    /// Whether there is nothing to look for.
    package var isEmpty: Bool { needles.isEmpty }

    /// The text with every secret replaced by `••••`.
    package func redact(_ text: String) -> String {
        var text = text
        for needle in needles {
            var start = 0
            while let range = firstRange(of: needle, in: &text, from: start) {
                var bytes = Array(text.utf8)
                bytes.replaceSubrange(range, with: "••••".utf8)
                text = String(decoding: bytes, as: UTF8.self)
                start = range.lowerBound + "••••".utf8.count
            }
        }
        return text
    }

    /// The value with every secret of 8 bytes or more replaced in its texts and keys.
    package func redact(_ json: JSON) -> JSON {
        let long = needles.filter { !$0.isWord }
        guard !long.isEmpty else { return json }
        var redactor = self
        redactor.needles = long
        return redactor.holds(json) ? redactor.replaced(json) : json
    }

    private func holds(_ json: JSON) -> Bool {
        switch json {
        case .string(let text): holds(text)
        case .array(let elements): elements.contains(where: holds)
        case .object(let object): object.keys.contains(where: holds) || object.values.contains(where: holds)
        default: false
        }
    }

    private func holds(_ text: String) -> Bool {
        var text = text
        return needles.contains { firstRange(of: $0, in: &text) != nil }
    }

    private func replaced(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map(replaced))
        case .object(let object):
            .object(object.reduce(into: JSONObject()) { $0[redact($1.key)] = replaced($1.value) })
        default: json
        }
    }

    private func firstRange(of needle: Needle, in text: inout String, from start: Int = 0) -> Range<Int>? {
        text.withUTF8 { bytes in
            var start = start
            while let range = Self.firstRange(of: needle.bytes, in: bytes, from: start) {
                if !needle.isWord || Self.isWord(range, in: bytes) { return range }
                start = range.lowerBound + 1
            }
            return nil
        }
    }

    private static func firstRange(
        of needle: [UInt8],
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Range<Int>? {
        guard let base = bytes.baseAddress, let first = needle.first else { return nil }
        var offset = start
        while offset + needle.count <= bytes.count {
            let candidates = bytes.count - needle.count + 1 - offset
            guard let found = memchr(base + offset, Int32(first), candidates) else { return nil }
            offset = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(base + offset, needle, needle.count) == 0 { return offset..<offset + needle.count }
            offset += 1
        }
        return nil
    }

    private static func isWord(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        func isLetter(_ position: Int) -> Bool {
            guard bytes.indices.contains(position) else { return false }
            let byte = bytes[position]
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            return isDigit || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte >= 0x80
        }
        return !isLetter(range.lowerBound - 1) && !isLetter(range.upperBound)
    }

    private static func isSecretParameter(_ name: String) -> Bool {
        let name = name.lowercased().replacing("-", with: "_")
        return ConnectionOption.isSecret(name) || ["api_key", "apikey", "key", "sig", "signature"].contains(name)
    }
}
