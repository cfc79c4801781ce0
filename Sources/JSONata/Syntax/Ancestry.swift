/// Where `%` looks: every slot walks backwards over the steps of its path until it stands on the step whose input it is.
extension PathBuilder {
    /// What the child still seeks, its parent node seeks too.
    static func passAncestry(from child: SyntaxNode, to node: SyntaxNode) {
        for slot in child.seekingParent { node.seek(slot) }
        if child.kind == .parent, let slot = child.slot { node.seek(slot) }
    }

    static func resolveAncestry(_ path: SyntaxNode) throws(EvaluationError) {
        guard let last = path.children.last, last.kind == .parent || !last.seekingParent.isEmpty else { return }
        var slots = Array(last.seekingParent)
        if last.kind == .parent, let slot = last.slot { slots.append(slot) }
        for slot in slots {
            var index = path.children.count - 2
            while slot.level > 0 {
                guard index >= 0 else {
                    path.seek(slot)
                    break
                }
                var step = path.children[index]
                index -= 1
                // Steps that only bind a focus do not move the context.
                while index >= 0, step.focus != nil, path.children[index].focus != nil {
                    step = path.children[index]
                    index -= 1
                }
                try seekParent(step, slot)
            }
        }
    }

    static func seekParent(_ node: SyntaxNode, _ slot: AncestorSlot) throws(EvaluationError) {
        switch node.kind {
        case .name, .wildcard:
            slot.level -= 1
            guard slot.level == 0 else { return }
            if let known = node.ancestor { slot.label = known.label } else { node.ancestor = slot }
            node.isTuple = true
        case .parent: slot.level += 1
        case .block:
            guard let last = node.children.last else { return }
            node.isTuple = true
            try seekParent(last, slot)
        case .path:
            node.isTuple = true
            var index = node.children.count - 1
            repeat {
                try seekParent(node.children[index], slot)
                index -= 1
            } while slot.level > 0 && index >= 0
        default: throw EvaluationError("S0217", position: node.position, token: node.typeName)
        }
    }
}
