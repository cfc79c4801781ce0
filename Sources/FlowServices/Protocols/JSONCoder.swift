import FlowJSON
import StatesLanguage

/// Turns a task's values into a JSON protocol's and back.
struct JSONCoder {
    let model: ServiceModel
    let style: NameStyle

    /// A value of the task as the service wants it.
    func encode(_ value: JSON, _ reference: Shape.Reference) -> JSON {
        switch reference {
        case .blob: return .string(Base64.encode(Array(value.asText.utf8)))
        case .timestamp(let format):
            guard let moment = Timestamp(parameter: value) else { return value }
            return format == .iso8601 ? .string(moment.description) : moment.seconds
        // A value where the service wants a text, such as an execution's input, is its JSON text.
        case .string: return .string(value.asText)
        // `5.0`, as computations give it, is no integer to a service.
        case .integer: return value.integerValue.map(JSON.integer) ?? value
        case .number, .boolean: return value
        case .shape: break
        }
        switch (model.shape(reference), value) {
        case (.structure(let structure), .object(let object)):
            return .object(encode(object, structure.members))
        case (.list(let list), .array(let elements)): return .array(elements.map { encode($0, list.element) })
        case (.map(let map), .object(let object)):
            var encoded = JSONObject()
            for (key, value) in object where !value.isNull { encoded[key] = encode(value, map.value) }
            return .object(encoded)
        default: return value
        }
    }

    /// The members of an object that stand in the body.
    func encode(_ object: JSONObject, _ members: [Shape.Member]) -> JSONObject {
        var encoded = JSONObject()
        for member in members {
            guard let value = style.value(of: member, in: object) else { continue }
            encoded[member.wireName] = encode(value, member.reference)
        }
        return encoded
    }

    /// A value of the service as the task wants it.
    func decode(_ value: JSON, _ reference: Shape.Reference) -> JSON {
        switch reference {
        case .blob: return .string(text(ofBase64: value))
        case .timestamp:
            let moment = value.stringValue.flatMap { Timestamp($0) } ?? Timestamp(seconds: value)
            return moment.map(style.moment) ?? value
        case .string, .integer, .number, .boolean: return value
        case .shape: break
        }
        switch (model.shape(reference), value) {
        case (.structure(let structure), .object(let object)):
            var decoded = JSONObject()
            for member in structure.members {
                guard let value = object[member.wireName], !value.isNull else { continue }
                decoded[style.name(of: member)] = decode(value, member.reference)
            }
            return .object(decoded)
        case (.list(let list), .array(let elements)): return .array(elements.map { decode($0, list.element) })
        case (.map(let map), .object(let object)):
            var decoded = JSONObject()
            for (key, value) in object { decoded[key] = decode(value, map.value) }
            return .object(decoded)
        default: return value
        }
    }

    /// Bytes that are text show as it; others stay Base64.
    private func text(ofBase64 value: JSON) -> String {
        let encoded = value.asText
        guard let bytes = Base64.decode(Array(encoded.utf8)) else { return encoded }
        return String(validating: bytes, as: UTF8.self) ?? encoded
    }
}
