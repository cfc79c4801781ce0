import FlowJSON

/// Resolves names to slots and writes the tree as a program.
struct Compiler: ~Copyable {
    /// The variables that one frame holds at run time, by their names in the table.
    struct Scope {
        var slots: [Int32: Int32] = [:]
        /// The nodes that read variables which many scopes bind, so that there is one for each and not one for each use.
        var reads: [Int32: Int32] = [:]
    }

    /// A text or a literal, which becomes JSON in the program.
    enum Constant: BitwiseCopyable {
        case text(SourceText)
        case literal(Token.LiteralToken)

        var json: JSON {
            switch self {
            case .text(let text): .string(text.string)
            case .literal(.integer(let value)): .integer(value)
            case .literal(.double(let value)): Number.json(value)
            case .literal(.bool(let value)): .bool(value)
            case .literal: .null
            }
        }
    }

    /// A name read from outside: a variable, or `$states` and what is in it.
    enum OpenGlobal: BitwiseCopyable {
        case variable(Int32)
        case states
        case member(StatesMember)
    }

    /// What a call invokes, for messages.
    struct CalledName: BitwiseCopyable {
        let node: Int32
        let name: Int32
    }

    let dialect: Dialect
    let arena: Arena
    var nodes: ArenaList<Node>
    var lists = ArenaList<Int32>()
    /// Children of lists that are not complete yet.
    private var openLists = ArenaList<Int32>()
    var openStages = ArenaList<Stage>()
    var openSteps = ArenaList<Step>()
    var constants = ArenaList<Constant>()
    /// All names: keys, variables, what calls invoke.
    var names: NameTable
    /// The keys of `members`, path by path.
    var pathKeys = ArenaList<Int32>()
    var steps = ArenaList<Step>()
    var stages = ArenaList<Stage>()
    var sortTerms = ArenaList<SortTerm>()
    var groups = ArenaList<OpenGroup>()
    var lambdas = ArenaList<Lambda>()
    var signatures: [Signature] = []
    var regexes: [Regex] = []
    var globals = ArenaList<OpenGlobal>()
    /// The globals of `$states` and its members, or -1.
    private var statesGlobals = SIMD8<Int32>(repeating: -1)
    /// Ordered by node.
    var calledNames = ArenaList<CalledName>()
    /// All variables that tuples bind, over the whole expression, so that streams can be merged slot by slot.
    var tupleNames: [Int32: Int32] = [:]
    var rootSlotCount = 0
    private var bindsVariables = true
    var scopes: [Scope] = []

    init(dialect: Dialect, arena: Arena) {
        self.dialect = dialect
        self.arena = arena
        nodes = ArenaList(capacity: 48, in: arena)
        names = NameTable(in: arena)
    }

    /// The program of a tree that `PathBuilder` has made.
    static func compile(_ tree: SyntaxTree, dialect: Dialect) throws(EvaluationError) -> Program {
        try withExtendedLifetime(tree.owner) { () throws(EvaluationError) in
            var compiler = Compiler(dialect: dialect, arena: tree.arena)
            compiler.bindsVariables = tree.bindsVariables
            if tree.bindsTuples { compiler.collectTupleNames(tree.root) }
            let names = compiler.boundNames(in: tree.root)
            compiler.rootSlotCount = names.count
            compiler.scopes.append(Scope(slots: names))
            let root = try compiler.node(tree.root)
            return Program(compiler, root: root)
        }
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
        nodes.append(
            Node(opcode: opcode, flags: flags, a: a, b: b, c: c, position: Int32(clamping: syntax.position)),
            in: arena
        )
        return Int32(nodes.count - 1)
    }

    func mark(_ index: Int32, _ flag: Node.Flags) {
        var node = nodes[Int(index)]
        node.flags.insert(flag)
        nodes[Int(index)] = node
    }

    mutating func constant(_ value: Constant) -> Int32 {
        constants.append(value, in: arena)
        return Int32(constants.count - 1)
    }

    mutating func global(ofVariable name: Int32) -> Int32 {
        let known = names[name].global
        if known >= 0 { return known }
        let index = add(.variable(name))
        names[name].global = index
        return index
    }

    /// The global of a member of `$states`, or of all of it.
    mutating func global(ofStates member: StatesMember?) -> Int32 {
        let place = member.map { Int($0.rawValue) } ?? 7
        if statesGlobals[place] < 0 { statesGlobals[place] = add(member.map { .member($0) } ?? .states) }
        return statesGlobals[place]
    }

    private mutating func add(_ global: OpenGlobal) -> Int32 {
        globals.append(global, in: arena)
        return Int32(globals.count - 1)
    }

    mutating func list(_ children: ArenaList<SyntaxNode>) throws(EvaluationError) -> Int32 {
        let start = openLists.count
        for child in children { openLists.append(child.kind == .placeholder ? -1 : try node(child), in: arena) }
        for position in start..<openLists.count { lists.append(openLists[position], in: arena) }
        openLists.removeLast(children.count)
        return Int32(lists.count - children.count)
    }

    // MARK: Names

    /// The names that `:=` binds in a node, those of inner blocks and lambdas aside.
    mutating func boundNames(in node: SyntaxNode) -> [Int32: Int32] {
        guard bindsVariables else { return [:] }
        return boundNames(pending: [node])
    }

    /// The names that `:=` binds in a block.
    mutating func boundNames(inBlock block: SyntaxNode) -> [Int32: Int32] {
        guard bindsVariables else { return [:] }
        return boundNames(pending: Array(block.children))
    }

    private mutating func boundNames(pending nodes: [SyntaxNode]) -> [Int32: Int32] {
        var slots: [Int32: Int32] = [:]
        var pending = nodes
        while let node = pending.popLast() {
            if node.kind == .bind, case let name = names.index(of: node.children[0].text), slots[name] == nil {
                slots[name] = Int32(slots.count)
            }
            if node.kind != .block, node.kind != .lambda {
                pending += node.children
                if let body = node.body { pending.append(body) }
            }
            Self.append(predicatesOf: node, to: &pending)
        }
        return slots
    }

    private static func append(predicatesOf node: SyntaxNode, to pending: inout [SyntaxNode]) {
        for case .filter(let predicate, _) in node.predicates { pending.append(predicate) }
        for case .filter(let predicate, _) in node.stages { pending.append(predicate) }
        if let group = node.group { pending.append(group) }
    }

    private mutating func collectTupleNames(_ tree: SyntaxNode) {
        var pending = [tree]
        while let node = pending.popLast() {
            for name in ownTupleNames(node) where tupleNames[name] == nil {
                tupleNames[name] = Int32(tupleNames.count)
            }
            pending += node.children
            if let body = node.body { pending.append(body) }
            Self.append(predicatesOf: node, to: &pending)
        }
    }

    private mutating func ownTupleNames(_ node: SyntaxNode) -> [Int32] {
        var found: [Int32] = []
        if let focus = node.focus { found.append(names.index(of: focus)) }
        if let index = node.index { found.append(names.index(of: index)) }
        if let ancestor = node.ancestor { found.append(name(of: ancestor)) }
        for case .index(let name, _) in node.stages { found.append(names.index(of: name)) }
        return found
    }

    /// The name of the variable that a slot of `%` is.
    mutating func name(of slot: AncestorSlot) -> Int32 {
        var text = "%\(slot.label)"
        return names.index(of: text.withUTF8 { arena.text($0) })
    }

    /// The slot of a name that tuples bind, or -1.
    mutating func tupleSlot(_ name: SourceText) -> Int32 { tupleNames[names.index(of: name)] ?? -1 }

    /// The scope of the frames that a path's tuples are.
    mutating func tupleScope(of path: SyntaxNode) -> Scope {
        guard !tupleNames.isEmpty else { return Scope() }
        var slots: [Int32: Int32] = [:]
        var pending = Array(path.children)
        while let node = pending.popLast() {
            for name in ownTupleNames(node) { slots[name] = tupleNames[name] }
            if node.kind == .block || node.kind == .path { pending += node.children }
        }
        return Scope(slots: slots)
    }

    /// The frame and the slot that the innermost scope which binds a name has for it.
    func place(of name: Int32) -> (hops: Int32, slot: Int32)? {
        for index in scopes.indices.reversed() where !scopes[index].slots.isEmpty {
            if let slot = scopes[index].slots[name] { return (Int32(scopes.count - 1 - index), slot) }
        }
        return nil
    }

    /// The node that reads a variable: from the innermost frame that has it bound, then from outside, then a function.
    mutating func variable(_ name: Int32, _ syntax: SyntaxNode) -> Int32 {
        if !scopes[scopes.count - 1].reads.isEmpty, let known = scopes[scopes.count - 1].reads[name] { return known }
        let entry = names[name]
        var read: Int32 = -1
        if entry.text.bytes.first == UInt8(ascii: "%") {
            read = emit(.undefined, syntax)
        } else {
            if let builtin = Builtin.named(entry.text, hash: entry.hash, dialect) {
                read = emit(.builtin, syntax, a: Int32(builtin.rawValue))
            }
            let isStates = dialect == .stepFunctions && entry.text == "states"
            let outer = isStates ? global(ofStates: nil) : global(ofVariable: name)
            read = emit(.global, syntax, a: outer, b: read)
        }
        var count = 0
        for index in scopes.indices where !scopes[index].slots.isEmpty {
            guard let slot = scopes[index].slots[name] else { continue }
            read = emit(.local, syntax, a: Int32(scopes.count - 1 - index), b: slot, c: read)
            count += 1
        }
        if count > 2 { scopes[scopes.count - 1].reads[name] = read }
        return read
    }
}
