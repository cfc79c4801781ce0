import FlowJSON

/// Turns the tree as written into paths with steps, stages, groups and bindings, and finds what each `%` refers to.
struct PathBuilder: ~Copyable {
    private let arena: Arena
    private var ancestors = 0

    private init(arena: Arena) { self.arena = arena }

    /// The tree that the compiler takes.
    static func build(_ tree: SyntaxTree) throws(EvaluationError) -> SyntaxTree {
        try withExtendedLifetime(tree.owner) { () throws(EvaluationError) in
            var builder = PathBuilder(arena: tree.arena)
            let result = try builder.process(tree.root)
            guard result.kind != .parent, result.seekingParent.isEmpty else {
                throw EvaluationError("S0217", position: result.position, token: result.typeName)
            }
            var built = tree
            built.root = result
            return built
        }
    }

    private mutating func process(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let result = try processed(node)
        if node.keepsArray { result.keepsArray = true }
        return result
    }

    private mutating func processed(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        switch node.kind {
        case .name:
            let path = SyntaxNode(.path, position: node.position, in: arena)
            path.append(node)
            path.keepsSingletonArray = node.keepsArray
            return path
        case .parent:
            let slot = AncestorSlot(label: ancestors, in: arena)
            ancestors += 1
            node.slot = slot
            return node
        case .binary: return try binary(node)
        case .negate:
            let operand = try process(node.children[0])
            if operand.kind == .number {
                switch operand.literal {
                case .integer(let value): operand.literal = .integer(-value)
                case .double(let value): operand.literal = .double(-value)
                default: break
                }
                return operand
            }
            node.children[0] = operand
            Self.passAncestry(from: operand, to: node)
            return node
        case .array, .object, .condition, .block:
            for index in node.children.indices {
                let child = try process(node.children[index])
                node.children[index] = child
                Self.passAncestry(from: child, to: node)
                if node.kind == .block,
                    child.isConstructedArray || (child.kind == .path && child.children[0].isConstructedArray)
                {
                    node.isConstructedArray = true
                }
            }
            return node
        case .call, .partial:
            for index in node.children.indices where node.children[index].kind != .placeholder {
                let argument = try process(node.children[index])
                node.children[index] = argument
                Self.passAncestry(from: argument, to: node)
            }
            node.body = try node.body.map { procedure throws(EvaluationError) in try process(procedure) }
            return node
        case .lambda:
            if let body = node.body {
                let processedBody = try process(body)
                Self.markTailCalls(processedBody)
                node.body = processedBody
            }
            return node
        case .transform:
            for index in node.children.indices { node.children[index] = try process(node.children[index]) }
            return node
        case .end: throw EvaluationError("S0207", position: node.position, token: node.text.string)
        case .placeholder: throw EvaluationError("S0201", position: node.position, token: node.text.string)
        default: return node
        }
    }

    /// A call in a lambda's last place does not deepen the stack.
    private static func markTailCalls(_ node: SyntaxNode) {
        guard node.predicates.isEmpty, node.group == nil, !node.keepsArray else { return }
        switch node.kind {
        case .call: node.isTailCall = true
        case .condition: for branch in node.children.dropFirst() { markTailCalls(branch) }
        case .block: if let last = node.children.last { markTailCalls(last) }
        default: break
        }
    }

    // MARK: Operators

    private mutating func binary(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        switch node.sign {
        case .dot: return try dot(node)
        case .openBracket: return try filter(node)
        case .openBrace:
            let result = try process(node.children[0])
            guard result.group == nil else { throw EvaluationError("S0210", position: node.position) }
            let group = node.children[1]
            for index in group.children.indices { group.children[index] = try process(group.children[index]) }
            result.group = group
            return result
        case .caret: return try orderBy(node)
        case .assign:
            node.kind = .bind
            let value = try process(node.children[1])
            node.children[1] = value
            Self.passAncestry(from: value, to: node)
            return node
        case .at: return try focus(node)
        case .hash: return try index(node)
        case .apply:
            node.kind = .apply
            for index in 0..<2 { node.children[index] = try process(node.children[index]) }
            if node.children.contains(where: { $0.keepsArray }) { node.keepsArray = true }
            return node
        default:
            for index in 0..<2 {
                let operand = try process(node.children[index])
                node.children[index] = operand
                Self.passAncestry(from: operand, to: node)
            }
            return node
        }
    }

    private mutating func dot(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let left = try process(node.children[0])
        var result = left
        if left.kind != .path {
            result = SyntaxNode(.path, position: node.position, in: arena)
            result.append(left)
        }
        if left.kind == .parent, let slot = left.slot {
            result.seekingParent = ArenaList()
            result.seek(slot)
        }
        let rest = try process(node.children[1])
        if rest.kind == .path {
            result.append(contentsOf: rest.children)
        } else {
            if !rest.predicates.isEmpty {
                rest.stages = rest.predicates
                rest.predicates = ArenaList()
            }
            result.append(rest)
        }
        for step in result.children {
            switch step.kind {
            case .number, .value:
                throw EvaluationError("S0213", position: step.position, value: Self.literal(step))
            case .string: step.kind = .name
            default: break
            }
        }
        if result.children.contains(where: { $0.keepsArray }) { result.keepsSingletonArray = true }
        if let first = result.children.first, first.kind == .array { first.isConstructedArray = true }
        if let last = result.children.last, last.kind == .array { last.isConstructedArray = true }
        try Self.resolveAncestry(result)
        return result
    }

    private static func literal(_ node: SyntaxNode) -> JSON {
        switch node.literal {
        case .integer(let value): .integer(value)
        case .double(let value): .double(value)
        case .bool(let value): .bool(value)
        case .null, .none, .flags: .null
        }
    }

    private mutating func filter(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let result = try process(node.children[0])
        let isPath = result.kind == .path
        let step = isPath ? result.children[result.children.count - 1] : result
        guard step.group == nil, result.group == nil else { throw EvaluationError("S0209", position: node.position) }
        let predicate = try process(node.children[1])
        if !predicate.seekingParent.isEmpty || predicate.kind == .parent {
            for slot in predicate.seekingParent {
                if slot.level == 1 {
                    try Self.seekParent(step, slot)
                } else {
                    slot.level -= 1
                }
            }
            Self.passAncestry(from: predicate, to: step)
        }
        let stage = SyntaxNode.Stage.filter(predicate, position: node.position)
        if isPath { step.appendStage(stage) } else { step.appendPredicate(stage) }
        return result
    }

    private mutating func orderBy(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        var result = try process(node.children[0])
        if result.kind != .path {
            let path = SyntaxNode(.path, position: node.position, in: arena)
            path.append(result)
            result = path
        }
        let sort = SyntaxNode(.sort, position: node.position, in: arena)
        for term in node.children.dropFirst() {
            let expression = try process(term.children[0])
            term.children[0] = expression
            Self.passAncestry(from: expression, to: sort)
            sort.append(term)
        }
        result.append(sort)
        try Self.resolveAncestry(result)
        return result
    }

    private mutating func focus(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let result = try process(node.children[0])
        let step = result.kind == .path ? result.children[result.children.count - 1] : result
        guard step.stages.isEmpty, step.predicates.isEmpty else {
            throw EvaluationError("S0215", position: node.position)
        }
        guard step.kind != .sort else { throw EvaluationError("S0216", position: node.position) }
        if node.keepsArray { step.keepsArray = true }
        step.focus = node.children[1].text
        step.isTuple = true
        return result
    }

    private mutating func index(_ node: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        var result = try process(node.children[0])
        var step = result
        if result.kind == .path {
            step = result.children[result.children.count - 1]
        } else {
            let path = SyntaxNode(.path, position: node.position, in: arena)
            path.append(result)
            result = path
            step.stages = step.predicates
            step.predicates = ArenaList()
        }
        let name = node.children[1].text
        if step.stages.isEmpty {
            step.index = name
        } else {
            step.appendStage(.index(name, position: node.position))
        }
        step.isTuple = true
        return result
    }
}
