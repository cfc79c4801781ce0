import FlowConnections
import FlowJSON
import FlowTransfer
import StatesLanguage

/// The form that the query protocol sends: `Action=Publish&Message=…&MessageAttributes.entry.1.Name=…`.
struct QueryForm {
    let model: ServiceModel
    let style: NameStyle
    private(set) var fields: [(String, String)] = []

    init(_ model: ServiceModel, _ style: NameStyle, _ operation: ServiceModel.Operation, _ parameters: JSON) {
        self.model = model
        self.style = style
        fields = [("Action", operation.name), ("Version", model.apiVersion)]
        if let input = operation.input { add(parameters, input, at: "") }
    }

    /// The form as it is sent.
    var text: String {
        fields.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
    }

    private mutating func add(_ value: JSON, _ reference: Shape.Reference, at prefix: String, isFlattened: Bool = false)
    {
        switch reference {
        case .blob: fields.append((prefix, Base64.encode(Array(value.asText.utf8))))
        case .timestamp: fields.append((prefix, Timestamp(parameter: value)?.description ?? value.asText))
        case .string, .integer, .number, .boolean: fields.append((prefix, value.asText))
        case .shape: addParts(of: value, reference, at: prefix, isFlattened: isFlattened)
        }
    }

    private mutating func addParts(
        of value: JSON,
        _ reference: Shape.Reference,
        at prefix: String,
        isFlattened: Bool
    ) {
        let dot = prefix.isEmpty ? "" : "\(prefix)."
        switch (model.shape(reference), value) {
        case (.structure(let structure), .object(let object)):
            for member in structure.members {
                guard let value = style.value(of: member, in: object) else { continue }
                add(value, member.reference, at: dot + member.wireName, isFlattened: member.isFlattened)
            }
        case (.list(let list), .array(let elements)):
            let start = isFlattened || list.isFlattened ? dot : "\(dot)\(list.wireName)."
            if elements.isEmpty { fields.append((prefix, "")) }
            for (position, element) in elements.enumerated() {
                add(element, list.element, at: "\(start)\(position + 1)")
            }
        case (.map(let map), .object(let object)):
            let start = isFlattened || map.isFlattened ? dot : "\(dot)entry."
            for (position, (key, value)) in object.enumerated() {
                fields.append(("\(start)\(position + 1).\(map.keyName)", key))
                add(value, map.value, at: "\(start)\(position + 1).\(map.valueName)")
            }
        default: fields.append((prefix, value.asText))
        }
    }
}
