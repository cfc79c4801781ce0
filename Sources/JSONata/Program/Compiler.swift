import FlowJSON

/// Resolves names to slots and writes the tree as a program.
struct Compiler: ~Copyable {
    /// The variables that one frame holds at run time.
    struct Scope {
        var slots: [String: Int32]
        /// The nodes that read variables which many scopes bind, so that there is one for each and not one for each use.
        var reads: [String: Int32] = [:]
    }

    let dialect: Dialect
    let arena: Arena
    var nodes: [Node] = []
    var lists: [Int32] = []
    /// Children of lists that are not complete yet.
    private var openLists: [Int32] = []
    var openStages: [Stage] = []
    var constants: [JSON] = []
    var keys: [JSONKey] = []
    /// The keys of `members`, path by path.
    var pathKeys: [JSONKey] = []
    var steps: [Step] = []
    var stages: [Stage] = []
    var sortTerms: [SortTerm] = []
    var groups: [Group] = []
    var lambdas: [Lambda] = []
    var signatures: [Signature] = []
    var regexes: [Regex] = []
    var globals: [GlobalName] = []
    /// Ordered by node.
    var calledNames: [(node: Int32, name: String)] = []
    /// All variables that tuples bind, over the whole expression, so that streams can be merged slot by slot.
    var tupleNames: [String: Int32] = [:]
    var rootSlotCount = 0
    private var bindsVariables = true
    // Filled once there are too many to look at each.
    private var keyIndices: [JSONKey: Int32] = [:]
    private var globalIndices: [GlobalName: Int32] = [:]
    var scopes: [Scope] = []

    init(dialect: Dialect, arena: Arena) {
        self.dialect = dialect
        self.arena = arena
        nodes.reserveCapacity(48)
        lists.reserveCapacity(16)
        openLists.reserveCapacity(16)
        steps.reserveCapacity(16)
        keys.reserveCapacity(8)
        pathKeys.reserveCapacity(8)
    }

    /// The program of a tree that `PathBuilder` has made.
    static func compile(_ tree: SyntaxTree, dialect: Dialect) throws(EvaluationError) -> Program {
        var compiler = Compiler(dialect: dialect, arena: tree.arena)
        compiler.bindsVariables = tree.bindsVariables
        if tree.bindsTuples { compiler.collectTupleNames(tree.root) }
        let names = compiler.boundNames(in: [tree.root])
        compiler.rootSlotCount = names.count
        compiler.scopes = [Scope(slots: names)]
        let root = try compiler.node(tree.root)
        return Program(compiler, root: root)
    }

    // MARK: Tables

    mutating func emit(
        _ opcode: Opcode,
        _ syntax: SyntaxNode,
        a: Int32 = -1,
        b: Int32 = -1,
        c: Int32 = -1,
        flags: Node.Flags = []
    ) -> Int32 {
        nodes.append(Node(opcode: opcode, flags: flags, a: a, b: b, c: c, position: Int32(clamping: syntax.position)))
        return Int32(nodes.count - 1)
    }

    mutating func key(_ name: SourceText) -> Int32 {
        let key = JSONKey(name.string)
        if !keyIndices.isEmpty {
            if let index = keyIndices[key] { return index }
        } else if let index = keys.firstIndex(of: key) {
            return Int32(index)
        }
        keys.append(key)
        if !keyIndices.isEmpty {
            keyIndices[key] = Int32(keys.count - 1)
        } else if keys.count > 16 {
            for (index, key) in keys.enumerated() { keyIndices[key] = Int32(index) }
        }
        return Int32(keys.count - 1)
    }

    mutating func constant(_ value: JSON) -> Int32 {
        constants.append(value)
        return Int32(constants.count - 1)
    }

    mutating func global(_ name: GlobalName) -> Int32 {
        if let index = globalIndices[name] { return index }
        if globalIndices.isEmpty, let index = globals.firstIndex(of: name) { return Int32(index) }
        globals.append(name)
        if globals.count > 16 {
            for (index, name) in globals.enumerated() where index >= globalIndices.count {
                globalIndices[name] = Int32(index)
            }
        }
        return Int32(globals.count - 1)
    }

    mutating func list(_ children: ArenaList<SyntaxNode>) throws(EvaluationError) -> Int32 {
        let start = openLists.count
        for child in children { openLists.append(child.kind == .placeholder ? -1 : try node(child)) }
        for position in start..<openLists.count { lists.append(openLists[position]) }
        openLists.removeLast(children.count)
        return Int32(lists.count - children.count)
    }

    // MARK: Names

    /// The names that `:=` binds in these nodes, those of inner blocks and lambdas aside.
    func boundNames(in nodes: [SyntaxNode]) -> [String: Int32] {
        var slots: [String: Int32] = [:]
        guard bindsVariables else { return slots }
        var pending = nodes
        while let node = pending.popLast() {
            if node.kind == .bind, case let name = node.children[0].text.string, slots[name] == nil {
                slots[name] = Int32(slots.count)
            }
            switch node.kind {
            case .block: break
            case .lambda: break
            default:
                pending += node.children
                if let body = node.body { pending.append(body) }
            }
            for case .filter(let predicate, _) in node.predicates { pending.append(predicate) }
            for case .filter(let predicate, _) in node.stages { pending.append(predicate) }
            if let group = node.group { pending.append(group) }
        }
        return slots
    }

    private mutating func collectTupleNames(_ tree: SyntaxNode) {
        var pending = [tree]
        while let node = pending.popLast() {
            for name in Self.ownTupleNames(node) where tupleNames[name] == nil {
                tupleNames[name] = Int32(tupleNames.count)
            }
            pending += node.children
            if let body = node.body { pending.append(body) }
            for case .filter(let predicate, _) in node.predicates { pending.append(predicate) }
            for case .filter(let predicate, _) in node.stages { pending.append(predicate) }
            if let group = node.group { pending.append(group) }
        }
    }

    private static func ownTupleNames(_ node: SyntaxNode) -> [String] {
        var names: [String] = []
        if let focus = node.focus { names.append(focus.string) }
        if let index = node.index { names.append(index.string) }
        if let ancestor = node.ancestor { names.append(ancestorName(ancestor)) }
        for case .index(let name, _) in node.stages { names.append(name.string) }
        return names
    }

    static func ancestorName(_ slot: AncestorSlot) -> String { "%\(slot.label)" }

    /// The scope of the frames that a path's tuples are.
    func tupleScope(of path: SyntaxNode) -> Scope {
        var slots: [String: Int32] = [:]
        guard !tupleNames.isEmpty else { return Scope(slots: slots) }
        var pending = Array(path.children)
        while let node = pending.popLast() {
            for name in Self.ownTupleNames(node) { slots[name] = tupleNames[name] }
            if node.kind == .block || node.kind == .path { pending += node.children }
        }
        return Scope(slots: slots)
    }

    /// The node that reads a variable: from the innermost frame that has it bound, then from outside, then a function.
    mutating func variable(_ name: String, _ syntax: SyntaxNode) -> Int32 {
        if let known = scopes[scopes.count - 1].reads[name] { return known }
        var found: [(hops: Int32, slot: Int32)] = []
        for (hops, scope) in scopes.reversed().enumerated() {
            if let slot = scope.slots[name] { found.append((Int32(hops), slot)) }
        }
        var fallback: Int32 = -1
        if name.first == "%" {
            fallback = emit(.undefined, syntax)
        } else {
            if let builtin = Builtin.named(name, dialect) {
                fallback = emit(.builtin, syntax, a: Int32(builtin.rawValue))
            }
            let outer: GlobalName = name == "states" && dialect == .stepFunctions ? .states : .variable(name)
            fallback = emit(.global, syntax, a: global(outer), b: fallback)
        }
        for (hops, slot) in found.reversed() { fallback = emit(.local, syntax, a: hops, b: slot, c: fallback) }
        if found.count > 2 { scopes[scopes.count - 1].reads[name] = fallback }
        return fallback
    }
}
