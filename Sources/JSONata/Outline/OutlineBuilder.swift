import FlowJSON

/// Turns a syntax tree, whose depth the parser bounds, into its outline.
enum OutlineBuilder {
    static func outline(of node: SyntaxNode) -> ExpressionOutline {
        guard node.predicates.isEmpty, node.stages.isEmpty, node.group == nil, !node.keepsArray,
            node.focus == nil, node.index == nil
        else { return .other(parts(of: node)) }
        switch node.kind {
        case .string: return .literal(.string(node.text.string))
        case .number, .value: return literal(node).map(ExpressionOutline.literal) ?? .other([])
        case .variable:
            return node.text.isEmpty || node.text == "$" ? .other([]) : .path(variable: node.text.string, names: [])
        case .path: return path(node)
        case .array: return .array(node.children.map { outline(of: $0) })
        case .object: return object(node)
        case .binary:
            let operands = node.children.map { outline(of: $0) }
            if node.sign == .range, operands.count == 2 { return .range(operands[0], operands[1]) }
            return .operation("\(node.sign.sign)", operands)
        case .negate: return .operation("-", node.children.map { outline(of: $0) })
        case .condition: return .operation("?", node.children.map { outline(of: $0) })
        case .call:
            guard let name = calledName(node) else { return .other(parts(of: node)) }
            return .call(name, node.children.map { outline(of: $0) })
        case .block where node.children.count == 1: return outline(of: node.children[0])
        default: return .other(parts(of: node))
        }
    }

    private static func literal(_ node: SyntaxNode) -> JSON? {
        switch node.literal {
        case .integer(let value): .integer(value)
        case .double(let value): .double(value)
        case .bool(let value): .bool(value)
        case .null: .null
        case .none, .flags: nil
        }
    }

    private static func path(_ node: SyntaxNode) -> ExpressionOutline {
        let plain = node.children.allSatisfy { step in
            step.predicates.isEmpty && step.stages.isEmpty && step.group == nil && step.focus == nil
                && step.index == nil && !step.keepsArray
        }
        guard plain, !node.keepsSingletonArray, let first = node.children.first, first.kind == .variable,
            !first.text.isEmpty, !(first.text == "$"), node.children.dropFirst().allSatisfy({ $0.kind == .name })
        else { return .other(parts(of: node)) }
        return .path(variable: first.text.string, names: node.children.dropFirst().map(\.text.string))
    }

    private static func object(_ node: SyntaxNode) -> ExpressionOutline {
        var members: [ExpressionOutline.Member] = []
        for index in stride(from: 0, to: node.children.count - 1, by: 2) {
            guard node.children[index].kind == .string else { return .other(parts(of: node)) }
            members.append(.init(key: node.children[index].text.string, value: outline(of: node.children[index + 1])))
        }
        return .object(members)
    }

    private static func calledName(_ node: SyntaxNode) -> String? {
        guard let body = node.body else { return nil }
        if body.kind == .variable { return body.text.string }
        guard body.kind == .path, body.children.count == 1, body.children[0].kind == .variable else { return nil }
        return body.children[0].text.string
    }

    /// The outlines of everything that a node holds.
    ///
    /// Of a path whose later steps are not plain, the variable at its beginning and the names up to there are kept.
    private static func parts(of node: SyntaxNode) -> [ExpressionOutline] {
        var parts: [ExpressionOutline] = []
        var children = Array(node.children)[...]
        if node.kind == .path, let first = children.first, first.kind == .variable, !first.text.isEmpty,
            !(first.text == "$"), first.stages.isEmpty, first.predicates.isEmpty
        {
            let names = children.dropFirst().prefix { $0.kind == .name && $0.stages.isEmpty && $0.predicates.isEmpty }
            parts.append(.path(variable: first.text.string, names: names.map(\.text.string)))
            children = children.dropFirst(1 + names.count)
        }
        // A name behind a step has a context of its own and says nothing.
        parts += children.filter { $0.kind != .name }.map(outline(of:))
        for child in children where child.kind == .name { parts += stageParts(of: child) }
        if node.kind == .variable, !node.text.isEmpty, !(node.text == "$") {
            parts.append(.path(variable: node.text.string, names: []))
        }
        if let body = node.body { parts.append(outline(of: body)) }
        return parts + stageParts(of: node)
    }

    private static func stageParts(of node: SyntaxNode) -> [ExpressionOutline] {
        var parts: [ExpressionOutline] = []
        for case .filter(let predicate, _) in Array(node.predicates) + Array(node.stages) {
            parts.append(outline(of: predicate))
        }
        if let group = node.group { parts += group.children.map { outline(of: $0) } }
        return parts
    }
}
