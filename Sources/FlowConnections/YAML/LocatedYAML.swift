package import FlowDiagnostics
package import FlowJSON
import Yams

/// A YAML text as the JSON value that it stands for, with the place of each of its parts.
///
/// Scalars are read as JSON reads them: `yes`, `on` and dates are texts, `null`, `~` and nothing are null.
package struct LocatedYAML: Sendable {
    /// The value.
    package let value: JSON
    /// What the text is called, such as its file's name.
    package let file: String?
    private let places: [String: TextLocation]

    /// Reads a text; no document is null.
    package init(parsing text: String, file: String? = nil) throws(Diagnostic) {
        self.file = file
        guard !Self.isNestedTooDeeply(text) else {
            throw Diagnostic(
                code: .malformedYAML,
                message: "This YAML is nested too deeply.",
                location: TextLocation(file: file)
            )
        }
        var reader = YAMLReader(file: file)
        do {
            guard let root = try compose(yaml: text) else {
                (value, places) = (.null, [:])
                return
            }
            value = try reader.value(of: root, at: "", depth: 0)
            places = reader.places
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw ConnectionsYAML.diagnostic(for: error, file: file)
        }
    }

    /// Whether the parser, which goes down one call a level, could run out of stack.
    private static func isNestedTooDeeply(_ text: String) -> Bool {
        var brackets = 0
        var indentation = 0
        var isBeginning = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
            default: break
            }
            if byte == 0x0a {
                (indentation, isBeginning) = (0, true)
            } else if isBeginning, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") || byte == 0x20 {
                indentation += 1
            } else {
                isBeginning = false
            }
            if brackets > 500 || indentation > 1000 { return true }
        }
        return false
    }

    /// Where the part at a JSON pointer starts, or the innermost part around it that is there.
    package func location(of pointer: String) -> TextLocation {
        var known = pointer
        while places[known] == nil, let slash = known.lastIndex(of: "/") { known = String(known[..<slash]) }
        var location = places[known] ?? TextLocation(file: file)
        location.pointer = pointer
        return location
    }
}

/// Turns the nodes of a YAML document into values.
private struct YAMLReader {
    let file: String?
    var places: [String: TextLocation] = [:]
    /// How many nodes may still be read: aliases of aliases make few lines a huge document.
    private var budget = 1_000_000

    init(file: String?) { self.file = file }

    mutating func value(of node: Node, at pointer: String, depth: Int) throws(Diagnostic) -> JSON {
        budget -= 1
        guard budget > 0, depth < 500 else {
            throw Diagnostic(
                code: .malformedYAML,
                message: budget > 0
                    ? "This YAML is nested too deeply." : "The aliases of this YAML make too much of it.",
                location: location(of: node)
            )
        }
        places[pointer] = location(of: node)
        switch node {
        case .scalar(let scalar): return value(of: scalar)
        case .sequence(let elements):
            var values: [JSON] = []
            for (index, element) in elements.enumerated() {
                values.append(try value(of: element, at: "\(pointer)/\(index)", depth: depth + 1))
            }
            return .array(values)
        case .mapping(let members):
            var object = JSONObject()
            for (key, member) in members {
                guard let name = key.scalar?.string else {
                    throw Diagnostic(
                        code: .malformedYAML,
                        message: "A key of this mapping is no text.",
                        location: location(of: key)
                    )
                }
                let step = name.replacing("~", with: "~0").replacing("/", with: "~1")
                object[name] = try value(of: member, at: "\(pointer)/\(step)", depth: depth + 1)
                // A message about a member shows its key.
                places["\(pointer)/\(step)"] = location(of: key)
            }
            return .object(object)
        case .alias: return .null
        }
    }

    private func value(of scalar: Node.Scalar) -> JSON {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        // `try?`: what JSON doesn't take for a number is a text.
        guard let first = scalar.string.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first),
            let number = try? JSON(parsing: scalar.string)
        else { return .string(scalar.string) }
        return number
    }

    private func location(of node: Node) -> TextLocation {
        TextLocation(file: file, line: node.mark?.line, column: node.mark?.column)
    }
}
