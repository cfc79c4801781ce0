import FlowJSON
import FlowTransfer
import StatesLanguage

/// Turns a task's values into XML and back.
struct XMLCoder {
    let model: ServiceModel
    let style: NameStyle

    /// An element of a value.
    func encode(_ value: JSON, _ reference: Shape.Reference, named name: String, isRoot: Bool = false) -> String {
        // S3 has its namespace on each body instead of in the model's head.
        let known = model.id == "S3" ? "http://s3.amazonaws.com/doc/2006-03-01/" : model.xmlNamespace
        let namespace = isRoot && !known.isEmpty ? " xmlns=\"\(known)\"" : ""
        return "<\(name)\(namespace)>\(content(of: value, reference))</\(name)>"
    }

    private func content(of value: JSON, _ reference: Shape.Reference) -> String {
        switch (model.shape(reference), value) {
        case (.structure(let structure), .object(let object)):
            return structure.members.compactMap { member in
                guard member.location.isEmpty, let value = style.value(of: member, in: object) else { return nil }
                guard case .list(let list)? = model.shape(member.reference), member.isFlattened || list.isFlattened,
                    let elements = value.arrayValue
                else { return encode(value, member.reference, named: member.wireName) }
                return elements.map { encode($0, list.element, named: member.wireName) }.joined()
            }.joined()
        case (.list(let list), .array(let elements)):
            return elements.map { encode($0, list.element, named: list.wireName) }.joined()
        default: break
        }
        switch reference {
        case .blob: return Base64.encode(Array(value.asText.utf8))
        case .timestamp: return Timestamp(parameter: value)?.description ?? value.asText
        default: return Self.escaped(value.asText)
        }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// The value of an element.
    func decode(_ element: XMLTree, _ reference: Shape.Reference) -> JSON {
        switch model.shape(reference) {
        case .structure(let structure): return .object(decode(element, structure.members))
        case .list(let list): return .array(element.all(list.wireName).map { decode($0, list.element) })
        case .map(let map): return .object(entries(element.all("entry"), map))
        case nil: return plain(element.text, reference)
        }
    }

    func decode(_ element: XMLTree, _ members: [Shape.Member]) -> JSONObject {
        var object = JSONObject()
        for member in members where member.location.isEmpty {
            let name = style.name(of: member)
            switch model.shape(member.reference) {
            case .list(let list) where member.isFlattened || list.isFlattened:
                let elements = element.all(member.wireName)
                if !elements.isEmpty { object[name] = .array(elements.map { decode($0, list.element) }) }
            case .map(let map) where member.isFlattened || map.isFlattened:
                let elements = element.all(member.wireName)
                if !elements.isEmpty { object[name] = .object(entries(elements, map)) }
            default:
                if let child = element[member.wireName] { object[name] = decode(child, member.reference) }
            }
        }
        return object
    }

    private func entries(_ elements: [XMLTree], _ map: Shape.Map) -> JSONObject {
        var object = JSONObject()
        for element in elements {
            guard let key = element[map.keyName]?.text, let value = element[map.valueName] else { continue }
            object[key] = decode(value, map.value)
        }
        return object
    }

    /// A text as the value that it stands for; also that of a header.
    func plain(_ text: String, _ reference: Shape.Reference) -> JSON {
        switch reference {
        case .integer: return Int64(text).map(JSON.integer) ?? .string(text)
        case .number: return Double(text).map(JSON.double) ?? .string(text)
        case .boolean: return .bool(text.lowercased() == "true")
        case .timestamp:
            let moment = Timestamp(text) ?? HTTPDate.rfc3339(text).flatMap { Timestamp($0) }
            return moment.map(style.moment) ?? .string(text)
        default: return .string(text)
        }
    }
}
