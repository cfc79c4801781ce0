import FlowJSON

/// A field that is written out, or found when the state runs.
package enum Dynamic<Literal: Hashable & Sendable>: Hashable, Sendable {
    /// The value itself: `"TimeoutSeconds": 60`.
    case literal(Literal)
    /// A path in the field's twin: `"TimeoutSecondsPath": "$.limit"`.
    case path(String)
    /// JSONata: `"TimeoutSeconds": "{% $limit %}"`.
    case expression(ExpressionText)

    func write(_ field: String, into object: inout JSONObject, _ json: (Literal) -> JSON) {
        switch self {
        case .literal(let value): object[field] = json(value)
        case .path(let path): object[field + "Path"] = .string(path)
        case .expression(let expression): object[field] = .string(expression.text)
        }
    }
}

extension JSON {
    /// A number, written without a fraction where it has none.
    static func number(_ value: Double) -> JSON {
        if let integer = Int64(exactly: value) { .integer(integer) } else { .double(value) }
    }
}
