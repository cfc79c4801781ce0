import FlowJSON

/// One node of the tree becomes one instruction, its operands first.
extension Compiler {
    mutating func node(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        var index = try plainNode(syntax)
        if syntax.keepsArray { mark(index, .keepsArray) }
        guard syntax.kind != .path, syntax.group != nil || !syntax.predicates.isEmpty else { return index }
        // What stands behind a block that hands on tuples sees their variables.
        let isTuple = syntax.isTuple && syntax.kind == .block
        if isTuple { scopes.append(tupleScope(of: syntax)) }
        defer { if isTuple { scopes.removeLast() } }
        let flags: Node.Flags = isTuple ? .isTupleStream : []
        if !syntax.predicates.isEmpty {
            let first = try stageList(syntax.predicates)
            let count = Int32(syntax.predicates.count)
            index = emit(.filtered, syntax, a: index, b: first, c: count, flags: flags)
            if syntax.keepsArray { mark(index, .keepsArray) }
        }
        if let group = syntax.group {
            index = emit(.grouped, syntax, a: index, b: try self.group(group), flags: flags)
        }
        return index
    }

    private mutating func plainNode(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        switch syntax.kind {
        case .string: return emit(.constant, syntax, a: constant(.text(syntax.text)))
        case .number, .value: return emit(.constant, syntax, a: constant(.literal(syntax.literal)))
        case .name: return emit(.name, syntax, a: names.index(of: syntax.text))
        case .wildcard: return emit(.wildcard, syntax)
        case .descendant: return emit(.descendants, syntax)
        case .variable:
            if syntax.text.isEmpty { return emit(.context, syntax) }
            if syntax.text == "$" { return emit(.root, syntax) }
            return variable(names.index(of: syntax.text), syntax)
        case .parent:
            guard let slot = syntax.slot else { return emit(.undefined, syntax) }
            return variable(name(of: slot), syntax)
        case .regex:
            guard case .flags(let ignoreCase, let multiline) = syntax.literal else { return emit(.undefined, syntax) }
            let pattern = syntax.text.string
            do throws(EvaluationError) {
                regexes.append(try Regex(pattern, ignoreCase: ignoreCase, multiline: multiline))
            } catch {
                throw error.located(position: syntax.position, token: pattern)
            }
            return emit(.regex, syntax, a: Int32(regexes.count - 1))
        case .binary: return try binary(syntax)
        case .negate: return emit(.negate, syntax, a: try node(syntax.children[0]))
        case .array: return try array(syntax)
        case .object: return emit(.object, syntax, a: try group(syntax))
        case .path: return try path(syntax)
        case .block: return try block(syntax)
        case .condition:
            let condition = try node(syntax.children[0])
            let then = try node(syntax.children[1])
            let otherwise = syntax.children.count > 2 ? try node(syntax.children[2]) : -1
            return emit(.condition, syntax, a: condition, b: then, c: otherwise)
        case .bind:
            let value = try node(syntax.children[1])
            guard let place = place(of: names.index(of: syntax.children[0].text)) else { return value }
            return emit(.bind, syntax, a: place.hops, b: place.slot, c: value)
        case .apply:
            let left = try node(syntax.children[0])
            let right = try node(syntax.children[1])
            let isInvocation = syntax.children[1].kind == .call && syntax.children[1].predicates.isEmpty
            return emit(.apply, syntax, a: left, b: right, flags: isInvocation ? .isInvocation : [])
        case .call, .partial: return try call(syntax)
        case .lambda: return try lambda(syntax)
        case .transform:
            let pattern = try node(syntax.children[0])
            let update = try node(syntax.children[1])
            let delete = syntax.children.count > 2 ? try node(syntax.children[2]) : -1
            return emit(.transform, syntax, a: pattern, b: update, c: delete)
        case .end, .placeholder, .sort: return emit(.undefined, syntax)
        }
    }

    private mutating func binary(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        let left = try node(syntax.children[0])
        let right = try node(syntax.children[1])
        let opcode: Opcode =
            switch syntax.sign {
            case .plus: .add
            case .minus: .subtract
            case .star: .multiply
            case .slash: .divide
            case .percent: .remainder
            case .ampersand: .concatenate
            case .equal: .equal
            case .notEqual: .notEqual
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .greater: .greater
            case .greaterOrEqual: .greaterOrEqual
            case .and: .and
            case .or: .or
            case .in: .isMember
            case .range: .range
            case .coalesce: .coalesce
            case .elvis: .elvis
            default: throw EvaluationError("S0206", position: syntax.position, token: syntax.text.string)
            }
        return emit(opcode, syntax, a: left, b: right)
    }

    private mutating func array(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        let first = try list(syntax.children)
        var flags: Node.Flags = [.isArrayConstructor]
        if syntax.isConstructedArray { flags.insert(.isConstructed) }
        return emit(.array, syntax, a: first, b: Int32(syntax.children.count), flags: flags)
    }

    private mutating func block(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        let bound = boundNames(inBlock: syntax)
        if bound.isEmpty {
            let first = try list(syntax.children)
            return emit(.block, syntax, a: first, b: Int32(syntax.children.count))
        }
        scopes.append(Scope(slots: bound))
        defer { scopes.removeLast() }
        let first = try list(syntax.children)
        return emit(.block, syntax, a: first, b: Int32(syntax.children.count), c: Int32(bound.count))
    }

    private mutating func lambda(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        guard let body = syntax.body else { return emit(.undefined, syntax) }
        var slots: [Int32: Int32] = [:]
        for (index, parameter) in syntax.children.enumerated() {
            slots[names.index(of: parameter.text)] = Int32(index)
        }
        var count = Int32(syntax.children.count)
        for name in boundNames(in: body).keys.sorted() where slots[name] == nil {
            slots[name] = count
            count += 1
        }
        scopes.append(Scope(slots: slots))
        let compiled = try node(body)
        scopes.removeLast()
        if syntax.signature >= 0 { signatures.append(arena.signature(syntax.signature)) }
        lambdas.append(
            Lambda(
                body: compiled,
                parameterCount: syntax.children.count,
                slotCount: Int(count),
                signature: syntax.signature < 0 ? -1 : Int32(signatures.count - 1)
            ),
            in: arena
        )
        return emit(.lambda, syntax, a: Int32(lambdas.count - 1))
    }

    private mutating func call(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        guard let procedure = syntax.body else { return emit(.undefined, syntax) }
        let target = try node(procedure)
        let first = try list(syntax.children)
        let count = Int32(syntax.children.count)
        var flags: Node.Flags = []
        if syntax.isTailCall { flags.insert(.isTailCall) }
        let index = emit(syntax.kind == .call ? .call : .partial, syntax, a: target, b: first, c: count, flags: flags)
        let named = procedure.kind == .path ? procedure.children[0] : procedure
        if named.kind == .variable || procedure.kind == .path {
            calledNames.append(CalledName(node: index, name: names.index(of: named.text)), in: arena)
        }
        return index
    }

    /// The pairs of an object constructor or a group-by.
    mutating func group(_ syntax: SyntaxNode) throws(EvaluationError) -> Int32 {
        let first = try list(syntax.children)
        let count = Int32(syntax.children.count / 2)
        groups.append(OpenGroup(first: first, count: count, position: Int32(clamping: syntax.position)), in: arena)
        return Int32(groups.count - 1)
    }

    struct OpenGroup: BitwiseCopyable {
        let first: Int32
        let count: Int32
        let position: Int32
    }
}
