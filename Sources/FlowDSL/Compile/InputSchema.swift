import FlowDiagnostics
package import FlowJSON
import FlowTasks

/// The fields of a flow's input, as its type declares them.
package struct InputSchema: Sendable {
    /// One field.
    package struct Field: Sendable {
        /// The name in JSON.
        package var name: String
        /// JSON Schema of its type.
        package var type: JSON
        /// What a start without it gets; `nil` where it must be given.
        package var defaultValue: JSON?
        /// What it is for.
        package var help: String
        /// Throws where a value has not the field's type.
        var check: @Sendable (JSON) throws(Diagnostic) -> Void

        /// Whether a text on the command line is taken as it is.
        package var isText: Bool { type["type"]?.stringValue == "string" }
    }

    /// In the order in which the type declares them.
    package var fields: [Field]

    /// The schema of an input's type.
    init<Input: FlowInput>(of type: Input.Type) {
        fields = Mirror(reflecting: type.init()).children.compactMap { child in
            guard let name = child.label, let parameter = child.value as? any ParameterField else { return nil }
            return parameter.field(named: name)
        }
    }

    /// The input with its defaults filled in, in the order of the fields.
    ///
    /// Throws every unknown, missing and wrongly typed field by name.
    package func completed(_ input: JSON) throws(DiagnosticList) -> JSON {
        guard case .object(let given) = input else {
            let message = "The input is not a JSON object."
            throw DiagnosticList(diagnostics: [Diagnostic(code: "I01", message: message, hint: usage)])
        }
        var diagnostics = given.keys.filter { key in !fields.contains { $0.name == key } }.map(unknown)
        var completed = JSONObject()
        for field in fields {
            guard let value = given[field.name] ?? field.defaultValue else {
                diagnostics.append(missing(field))
                continue
            }
            do {
                try field.check(value)
                completed[field.name] = value
            } catch {
                diagnostics.append(wrong(field, value, error))
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticList(diagnostics: diagnostics) }
        return .object(completed)
    }

    private func unknown(_ key: String) -> Diagnostic {
        let nearest = nearestName(to: key, in: fields.map(\.name))
        return Diagnostic(
            code: "I02",
            message: "The input has a field \"\(key)\", which this flow does not take.",
            location: TextLocation(pointer: "/\(key)"),
            hint: nearest.map { "Did you mean \"\($0)\"?" } ?? usage
        )
    }

    private func missing(_ field: Field) -> Diagnostic {
        Diagnostic(
            code: "I03",
            message: "The input has no field \"\(field.name)\", which must be given: \(field.help)",
            location: TextLocation(pointer: "/\(field.name)"),
            hint: "Give it, such as \(field.name)=…"
        )
    }

    private func wrong(_ field: Field, _ value: JSON, _ reason: Diagnostic) -> Diagnostic {
        Diagnostic(
            code: "I04",
            message: "The input's field \"\(field.name)\" is not of its type \(field.typeName): \(reason.message)",
            location: TextLocation(pointer: "/\(field.name)"),
            hint: "The field is for: \(field.help)"
        )
    }

    private var usage: String {
        fields.isEmpty ? "This flow takes no input." : "It takes: \(fields.map(\.name).joined(separator: ", "))."
    }

    /// The input's shape as JSON Schema (2020-12).
    package var jsonSchema: JSON {
        var properties = JSONObject()
        for field in fields {
            var property = field.type.objectValue ?? JSONObject()
            property["description"] = .string(field.help)
            property["default"] = field.defaultValue
            properties[field.name] = .object(property)
        }
        return .object([
            "type": "object",
            "properties": .object(properties),
            "required": .array(fields.filter { $0.defaultValue == nil }.map { .string($0.name) }),
            "additionalProperties": false,
        ])
    }
}

extension InputSchema.Field {
    /// The type in words, such as `array of string`.
    package var typeName: String {
        switch (type["type"]?.stringValue, type["items"]?["type"]?.stringValue) {
        case ("array", let element?): "array of \(element)"
        case (let name?, _): name
        case (nil, _): "any"
        }
    }
}

/// A parameter whose type is erased.
protocol ParameterField {
    func field(named name: String) -> InputSchema.Field
}

extension Parameter: ParameterField {
    func field(named name: String) -> InputSchema.Field {
        InputSchema.Field(
            name: name,
            type: jsonSchema(of: Wrapped.self),
            // A default that JSON cannot hold (a NaN, say) is as good as none.
            defaultValue: defaultValue.flatMap { try? JSON(encoding: $0) },
            help: help,
            check: { json throws(Diagnostic) in _ = try json.decode(Wrapped.self) }
        )
    }
}

/// JSON Schema of a type, as far as the type tells.
private func jsonSchema(of type: Any.Type) -> JSON {
    switch type {
    case is String.Type: return ["type": "string"]
    case is Bool.Type: return ["type": "boolean"]
    case is Int.Type, is Int64.Type: return ["type": "integer"]
    case is Double.Type: return ["type": "number"]
    case let list as any JSONList.Type: return ["type": "array", "items": jsonSchema(of: list.elementType)]
    default: return [:]
    }
}

/// An array type, whatever its elements.
private protocol JSONList {
    static var elementType: Any.Type { get }
}

extension Array: JSONList {
    static var elementType: Any.Type { Element.self }
}
