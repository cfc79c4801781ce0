import FlowJSON

/// The variables of a template, found and replaced.
enum Substitution {
    /// The names of the variables that a template reads, without `$`.
    static func variables(of template: JSON) -> Set<String> {
        var found: Set<String> = []
        _ = replacing(in: template) { name in
            found.insert(name)
            return nil
        }
        return found
    }

    /// A template whose variables are replaced by other sources; `nil` leaves one as it is.
    static func replacing(in template: JSON, _ replacement: (String) -> String?) -> JSON {
        switch template {
        case .string(let text) where text.hasPrefix("{%") && text.hasSuffix("%}"):
            return .string(replacing(inSource: text, replacement))
        case .array(let elements): return .array(elements.map { replacing(in: $0, replacement) })
        case .object(let object):
            var replaced = JSONObject()
            for (key, value) in object { replaced[key] = replacing(in: value, replacement) }
            return .object(replaced)
        default: return template
        }
    }

    /// Texts in quotes and names in backquotes are left alone.
    private static func replacing(inSource source: String, _ replacement: (String) -> String?) -> String {
        var result: [UInt8] = []
        let bytes = Array(source.utf8)
        var index = 0
        var quote: UInt8?
        while index < bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open != UInt8(ascii: "`"), index + 1 < bytes.count {
                    result.append(byte)
                    index += 1
                } else if byte == open {
                    quote = nil
                }
                result.append(bytes[index])
                index += 1
                continue
            }
            guard byte == UInt8(ascii: "$") else {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") { quote = byte }
                result.append(byte)
                index += 1
                continue
            }
            let end = bytes[(index + 1)...].firstIndex { !isNameByte($0) } ?? bytes.count
            let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            if let other = replacement(name) {
                result += other.utf8
            } else {
                result += bytes[index..<end]
            }
            index = max(end, index + 1)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            true
        default: byte >= 0x80
        }
    }
}
