package import FlowJSON

/// A value with parts that are found when the state runs: a payload template or a JSONata template.
package indirect enum Template: Hashable, Sendable {
    /// A value with nothing to find in it, at any depth.
    case literal(JSON)
    /// A path, as written: `$.a`, `$$.Execution.Id` or `$variable.a`.
    case path(String)
    /// A call of an intrinsic function.
    case intrinsic(IntrinsicCall)
    /// A JSONata expression.
    case expression(ExpressionText)
    /// A list, of which at least one element is not literal.
    case array([Template])
    /// An object, of which at least one member is not literal.
    case object([Member])

    /// A member of an object.
    package struct Member: Hashable, Sendable {
        /// The key, without the `.$` of a path or an intrinsic call.
        package var name: String
        /// The value.
        package var value: Template

        /// A member of the given parts.
        package init(name: String, value: Template) {
            self.name = name
            self.value = value
        }
    }

    /// A list of templates, literal where all its elements are.
    package static func list(_ elements: [Template]) -> Template {
        let literals = elements.compactMap(\.literalValue)
        return literals.count == elements.count ? .literal(.array(literals)) : .array(elements)
    }

    /// An object of templates, literal where all its values are.
    package static func members(_ members: [Member]) -> Template {
        var object = JSONObject()
        for member in members {
            guard let value = member.value.literalValue else { return .object(members) }
            object[member.name] = value
        }
        return .literal(.object(object))
    }

    /// The value where there is nothing to find in it.
    package var literalValue: JSON? {
        if case .literal(let value) = self { value } else { nil }
    }

    /// The template as it is written in a definition.
    package var json: JSON {
        switch self {
        case .literal(let value): return value
        case .path(let path): return .string(path)
        case .intrinsic(let call): return .string(call.text)
        case .expression(let expression): return .string(expression.text)
        case .array(let elements): return .array(elements.map(\.json))
        case .object(let members):
            var object = JSONObject()
            for member in members { member.value.write(member.name, pathSuffix: ".$", into: &object) }
            return .object(object)
        }
    }

    /// Writes the template as a field, whose name gets the suffix where the value is a path or an intrinsic call.
    func write(_ field: String, pathSuffix: String, into object: inout JSONObject) {
        switch self {
        case .path, .intrinsic: object[field + pathSuffix] = json
        case .literal, .expression, .array, .object: object[field] = json
        }
    }
}
