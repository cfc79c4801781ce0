package import FlowJSON

extension Value {
    /// The value as ASL holds it: JSON with `{% … %}` where it is known only at run time.
    package var template: JSON {
        switch form {
        case .literal(let literal): JSONataSource.quoted(encoded(literal))
        case .template(let template): template
        case .expression(let source): .string("{% \(source) %}")
        }
    }

    /// The value as JSONata source.
    package var source: String {
        switch form {
        case .literal(let literal): JSONataSource.literal(encoded(literal))
        case .template(let template): JSONataSource.source(of: template)
        case .expression(let source): source
        }
    }

    /// The source, in parentheses where an operator or a path step beside it would tear it apart.
    package var operand: String {
        guard case .expression(let source) = form, !JSONataSource.isAtom(source) else { return source }
        return "(\(source))"
    }

    /// A literal that cannot be encoded (a NaN, say) shows as `null`, which ASL's reader reports with its place.
    private func encoded(_ literal: Wrapped) -> JSON { (try? JSON(encoding: literal)) ?? .null }
}

/// Writes JSONata.
package enum JSONataSource {
    /// A field's name as a path step, in backquotes where it is no plain name.
    package static func name(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy(isNameByte) && !isDigit(name.utf8.first ?? 0)
        return isPlain && !["and", "or", "in", "true", "false", "null"].contains(name) ? name : "`\(name)`"
    }

    /// JSON as a JSONata literal: texts in single quotes where they hold none, so that they read well inside of JSON.
    package static func literal(_ json: JSON) -> String {
        switch json {
        case .string(let text): quotedText(text)
        case .array, .object: source(of: json)
        default: json.text
        }
    }

    private static func quotedText(_ text: String) -> String {
        let json = JSON.string(text).text
        guard !text.utf8.contains(UInt8(ascii: "'")), !text.utf8.contains(UInt8(ascii: "\"")) else { return json }
        return "'\(json.dropFirst().dropLast())'"
    }

    /// A template as an expression: its `{% … %}` become parts of the constructor.
    package static func source(of template: JSON) -> String {
        switch template {
        case .string(let text) where text.hasPrefix("{% ") && text.hasSuffix(" %}"):
            String(text.dropFirst(3).dropLast(3))
        case .array(let elements): "[\(elements.map(source(of:)).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.map { "\(quotedText($0.key)): \(source(of: $0.value))" }.joined(separator: ", "))}"
        default: literal(template)
        }
    }

    /// Literal JSON for a template: a text that would be read as an expression becomes one that gives the text.
    package static func quoted(_ json: JSON) -> JSON {
        switch json {
        case .string(let text) where text.hasPrefix("{%") || text.hasSuffix("%}"): .string("{% \(json.text) %}")
        case .array(let elements): .array(elements.map(quoted))
        case .object(let object):
            .object(
                object.reduce(into: JSONObject()) { quotedObject, member in
                    quotedObject[member.key] = quoted(member.value)
                }
            )
        default: json
        }
    }

    /// Whether a source stands for itself beside an operator: a variable's path, a call, or a constructor.
    package static func isAtom(_ source: String) -> Bool {
        var depth = 0
        var quote: UInt8?
        var isEscaped = false
        for byte in source.utf8 {
            if let open = quote {
                if byte == open, !isEscaped { quote = nil }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped && open != UInt8(ascii: "`")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): quote = byte
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "$"), UInt8(ascii: "."): continue
            default: if depth == 0, !isNameByte(byte) { return false }
            }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return isDigit(byte) || byte == UInt8(ascii: "_") || letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
    }
}
