import FlowJSON
import JSONata

extension DataView {
    /// What a template makes.
    func shape(of template: JSON, _ language: QueryLanguage, depth: Int = 0) -> Shape {
        if depth > Shape.depthLimit { return .anything }
        switch template {
        case .object(let object):
            guard object.count <= Shape.widthLimit else { return .anything }
            return .object(
                object.map { key, value in
                    if language == .jsonPath, key.hasSuffix(".$") {
                        return (String(key.dropLast(2)), dynamic(value))
                    }
                    return (key, shape(of: value, language, depth: depth + 1))
                }
            )
        case .array(let elements):
            guard elements.count <= Shape.widthLimit else { return Shape(template) }
            return .array(elements.map { shape(of: $0, language, depth: depth + 1) })
        case .string(let text):
            guard language == .jsonata, let expression = ExpressionText(text) else { return Shape(template) }
            return shape(of: expression)
        default: return Shape(template)
        }
    }

    private func dynamic(_ value: JSON) -> Shape {
        guard let text = value.stringValue else { return .anything }
        if text.hasPrefix("$") { return lookup(text).shape }
        // A call that can't be read has been reported.
        return (try? IntrinsicCall(text)).map { shape(of: $0) } ?? .anything
    }

    /// What an intrinsic call gives.
    func shape(of call: IntrinsicCall) -> Shape {
        switch call.function {
        case .format, .jsonToString, .base64Encode, .base64Decode, .hash, .uuid: return .string
        case .arrayLength, .mathAdd, .mathRandom: return .number
        case .arrayContains: return .boolean
        case .stringSplit, .arrayPartition, .arrayUnique: return Shape(kinds: .array)
        case .arrayRange:
            let numbers = call.arguments.compactMap { argument -> Int64? in
                if case .literal(let value) = argument { value.integerValue } else { nil }
            }
            guard numbers.count == 3, numbers[2] != 0, numbers.allSatisfy({ abs(Double($0)) < 1e9 }),
                (numbers[1] - numbers[0]) / numbers[2] >= 0
            else { return Shape(kinds: .array) }
            return Shape(kinds: .array, count: Int((numbers[1] - numbers[0]) / numbers[2] + 1))
        case .array:
            return .array(
                call.arguments.map { argument in
                    switch argument {
                    case .literal(let value): Shape(value)
                    case .path(let path): lookup(path).shape
                    case .call(let inner): shape(of: inner)
                    }
                }
            )
        case .stringToJSON, .arrayGetItem, .jsonMerge: return .anything
        }
    }

    /// What an expression gives.
    func shape(of expression: ExpressionText) -> Shape {
        guard let outline = Expression.outline(of: expression.source) else { return .anything }
        return shape(of: outline)
    }

    private func shape(of outline: ExpressionOutline, depth: Int = 0) -> Shape {
        if depth > Shape.depthLimit { return .anything }
        switch outline {
        case .literal(let value): return Shape(value)
        case .path(let variable, let names): return lookup(variable: variable, names: names).shape
        case .object(let members):
            // A member whose value is undefined is left out.
            var object = Shape.object(members.map { ($0.key, shape(of: $0.value, depth: depth + 1)) })
            object.sureMembers = []
            return object
        case .array(let elements):
            if case .range(.literal(let from), .literal(let to))? = elements.first, elements.count == 1,
                let first = from.integerValue, let last = to.integerValue, abs(Double(first)) < 1e9,
                abs(Double(last)) < 1e9, last >= first
            {
                return Shape(kinds: .array, count: Int(last - first) + 1)
            }
            return Shape(kinds: .array)
        case .operation(let sign, _):
            switch sign {
            case "&": return .string
            case "+", "-", "*", "/", "%": return .number
            case "=", "!=", "<", ">", "<=", ">=", "and", "or", "in": return .boolean
            default: return .anything
            }
        case .call(let name, _):
            switch name {
            case "string", "uppercase", "lowercase", "join", "now", "uuid", "trim": return .string
            case "count", "length": return .number
            case "exists", "not", "contains": return .boolean
            default: return .anything
            }
        case .range, .other: return .anything
        }
    }
}
