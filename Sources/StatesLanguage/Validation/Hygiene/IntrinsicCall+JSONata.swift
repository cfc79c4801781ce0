import FlowJSON

extension IntrinsicCall {
    /// Whether a call stands among the arguments.
    var isNested: Bool {
        arguments.contains { if case .call = $0 { true } else { false } }
    }

    /// The same in JSONata, or `nil` where it can't be said in one expression.
    ///
    /// - Parameter member: what `$` is there, `input` or `result`.
    func inJSONata(member: String, depth: Int = 0) -> String? {
        guard depth <= Self.nestingLimit else { return nil }
        var values: [String] = []
        for argument in arguments {
            guard let value = value(argument, member, depth) else { return nil }
            values.append(value)
        }
        func call(_ name: String) -> String { "$\(name)(\(values.joined(separator: ", ")))" }
        switch function {
        case .format: return format(Array(values.dropFirst()))
        case .stringToJSON: return call("parse")
        case .jsonToString: return call("string")
        case .array: return "[\(values.joined(separator: ", "))]"
        case .arrayPartition: return call("partition")
        case .arrayContains: return "\(values[1]) in \(values[0])"
        case .arrayRange: return call("range")
        case .arrayGetItem: return "\(values[0])[\(values[1])]"
        case .arrayLength: return call("count")
        case .arrayUnique: return call("distinct")
        case .base64Encode: return call("base64encode")
        case .base64Decode: return call("base64decode")
        case .hash: return call("hash")
        case .jsonMerge: return "$merge([\(values[0]), \(values[1])])"
        case .mathAdd: return "\(values[0]) + \(values[1])"
        case .stringSplit: return call("split")
        case .uuid: return "$uuid()"
        case .mathRandom: return nil
        }
    }

    /// A template's texts and values, joined by `&`.
    private func format(_ values: [String]) -> String? {
        guard case .literal(.string(let template))? = arguments.first, !template.contains("\\"), !template.contains("'")
        else { return nil }
        let texts = template.split(separator: "{}", omittingEmptySubsequences: false)
        guard texts.count == values.count + 1 else { return nil }
        var parts: [String] = []
        for (index, text) in texts.enumerated() {
            if !text.isEmpty { parts.append("'\(text)'") }
            if index < values.count { parts.append(values[index]) }
        }
        return parts.count == 1 && texts.allSatisfy(\.isEmpty) ? "$string(\(parts[0]))" : parts.joined(separator: " & ")
    }

    /// Whether JSONata says it by an operator, which binds its operands.
    private var isOperator: Bool {
        switch function {
        case .format, .mathAdd, .arrayContains, .arrayGetItem: true
        default: false
        }
    }

    private func value(_ argument: Argument, _ member: String, _ depth: Int) -> String? {
        switch argument {
        case .literal(.string(let text)): text.contains("'") || text.contains("\\") ? nil : "'\(text)'"
        case .literal(let value): value.text
        case .call(let inner):
            inner.inJSONata(member: member, depth: depth + 1).map { isOperator && inner.isOperator ? "(\($0))" : $0 }
        case .path(let path):
            if path == "$" {
                "$states.\(member)"
            } else if path == "$$" {
                "$states.context"
            } else if path.hasPrefix("$$.") {
                "$states.context.\(path.dropFirst(3))"
            } else if path.hasPrefix("$.") {
                "$states.\(member).\(path.dropFirst(2))"
            } else {
                path.hasPrefix("$[") ? nil : path
            }
        }
    }
}
