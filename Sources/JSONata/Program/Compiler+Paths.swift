import FlowJSON

/// Paths: steps, their stages, and the frames of their tuples.
extension Compiler {
    mutating func path(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        var children = syntax.children
        if let merged = statesMember(children) {
            var rest = ArenaList<SyntaxNode>()
            rest.append(merged, in: arena)
            for child in children.dropFirst(2) { rest.append(child, in: arena) }
            children = rest
        }
        let firstTuple = children.firstIndex { $0.isTuple }
        if children.count == 1, firstTuple == nil, syntax.group == nil, let only = children.first,
            only.kind == .variable || only.kind == .parent, only.stages.isEmpty, !syntax.keepsSingletonArray
        {
            return try stepNode(only)
        }
        let firstOpen = openSteps.count
        for (index, child) in children.enumerated() {
            if index == firstTuple, child.kind != .sort { scopes.append(tupleScope(of: syntax)) }
            openSteps.append(try step(child), in: arena)
            if index == firstTuple, child.kind == .sort { scopes.append(tupleScope(of: syntax)) }
        }
        // The first sort step of a tuple stream sorts plain values: its terms stand outside, its stages inside.
        for (index, child) in children.enumerated() {
            let first: Int32
            if let firstTuple, index < firstTuple {
                let scope = scopes.removeLast()
                first = try stageList(child.stages)
                scopes.append(scope)
            } else {
                first = try stageList(child.stages)
            }
            openSteps[firstOpen + index].firstStage = first
            openSteps[firstOpen + index].stageCount = Int32(child.stages.count)
        }
        let group = try syntax.group.map { group throws(EvaluationError) in try self.group(group) } ?? -1
        if firstTuple != nil { scopes.removeLast() }
        let first = Int32(steps.count)
        for position in firstOpen..<openSteps.count { steps.append(openSteps[position], in: arena) }
        openSteps.removeLast(children.count)

        var flags: Node.Flags = []
        if children[0].kind == .variable { flags.insert(.isAbsolute) }
        if syntax.keepsSingletonArray { flags.insert(.keepsArray) }
        if firstTuple != nil { flags.insert(.isTupleStream) }
        if syntax.isTuple { flags.insert(.handsOnTuples) }
        let index = emit(.path, syntax, a: first, b: Int32(children.count), c: group, flags: flags)
        let isPlain = firstTuple == nil && group < 0 && !syntax.keepsSingletonArray && !syntax.keepsArray
        return isPlain ? members(Int(first)..<steps.count, syntax, index) : index
    }

    /// The path `index` again as plain names, where it is no more than that, behind a variable or not.
    private mutating func members(_ range: Range<Int>, _ syntax: SyntaxNode, _ index: Int32) -> Int32 {
        var head: Int32 = -1
        var range = range
        if let first = range.first.map({ steps[$0] }), first.key < 0 {
            let opcode = first.node < 0 ? Opcode.undefined : nodes[Int(first.node)].opcode
            guard opcode == .local || opcode == .global, first.stageCount == 0 else { return index }
            head = first.node
            range = range.dropFirst()
        }
        guard !range.isEmpty, range.allSatisfy({ steps[$0].key >= 0 && steps[$0].stageCount == 0 }) else {
            return index
        }
        let first = Int32(pathKeys.count)
        for position in range { pathKeys.append(steps[position].key, in: arena) }
        return emit(.members, syntax, a: first, b: head, c: index)
    }

    private mutating func step(_ syntax: SyntaxNode) throws(EvaluationError) -> Step {
        var step = Step(node: -1, firstStage: 0, stageCount: 0, position: Int32(clamping: syntax.position))
        step.isTuple = syntax.isTuple
        step.isConstructed = syntax.isConstructedArray && syntax.kind == .array
        if let focus = syntax.focus { step.focus = tupleSlot(focus) }
        if let index = syntax.index { step.index = tupleSlot(index) }
        if let ancestor = syntax.ancestor { step.ancestor = tupleNames[name(of: ancestor)] ?? -1 }
        if syntax.kind == .sort {
            var terms: [SortTerm] = []
            for term in syntax.children {
                terms.append(SortTerm(node: try node(term.children[0]), descending: term.descending))
            }
            step.firstTerm = Int32(sortTerms.count)
            step.termCount = Int32(terms.count)
            for term in terms { sortTerms.append(term, in: arena) }
        } else {
            step.node = try stepNode(syntax)
            if nodes[Int(step.node)].opcode == .name { step.key = nodes[Int(step.node)].a }
        }
        return step
    }

    private mutating func stepNode(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        guard syntax.kind == .variable, let member = syntax.statesMember else { return try node(syntax) }
        return emit(.global, syntax, a: global(ofStates: member), b: -1)
    }

    /// `$states.input` and its kin as one step.
    private func statesMember(_ steps: ArenaList<SyntaxNode>) -> SyntaxNode? {
        guard dialect == .stepFunctions, steps.count >= 2, steps[0].kind == .variable, steps[0].text == "states",
            steps[0].stages.isEmpty, !steps[0].isTuple, steps[1].kind == .name, !steps[1].isTuple
        else { return nil }
        let name = steps[1].text
        let member: StatesMember
        if name == "input" {
            member = .input
        } else if name == "result" {
            member = .result
        } else if name == "errorOutput" {
            member = .errorOutput
        } else if name == "context" {
            member = .context
        } else {
            return nil
        }
        let merged = SyntaxNode(.variable, position: steps[1].position, in: arena)
        merged.text = steps[0].text
        merged.statesMember = member
        merged.stages = steps[1].stages
        merged.keepsArray = steps[1].keepsArray
        return merged
    }

    mutating func stageList(_ syntax: ArenaList<SyntaxNode.Stage>) throws(EvaluationError) -> Int32 {
        if syntax.isEmpty { return Int32(stages.count) }
        let start = openStages.count
        for stage in syntax {
            switch stage {
            case .filter(let predicate, _):
                var entry = Stage(predicate: try node(predicate))
                if predicate.kind == .number, predicate.predicates.isEmpty {
                    entry.constantIndex = Constant.literal(predicate.literal).json.doubleValue.flatMap {
                        Int(exactly: $0.rounded(.down))
                    }
                }
                openStages.append(entry, in: arena)
            case .index(let name, _):
                openStages.append(Stage(predicate: -1, indexSlot: tupleSlot(name)), in: arena)
            }
        }
        for position in start..<openStages.count { stages.append(openStages[position], in: arena) }
        openStages.removeLast(syntax.count)
        return Int32(stages.count - syntax.count)
    }
}
