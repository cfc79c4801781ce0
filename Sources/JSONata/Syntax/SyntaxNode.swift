import FlowJSON

/// A node of the syntax tree, first as parsed, then as a path's steps, stages and groups.
///
/// It refers to its fields in the arena, which has to live as long.
@dynamicMemberLookup
struct SyntaxNode: BitwiseCopyable {
    enum Kind: UInt8 {
        case end, name, string, number, value, variable, regex, wildcard, descendant, parent, placeholder
        case binary, negate, array, object, path, block, condition, bind, apply, call, partial, lambda, sort, transform
    }

    /// A filter or an index variable behind a step, in the order written.
    enum Stage: BitwiseCopyable {
        case filter(SyntaxNode, position: Int)
        case index(SourceText, position: Int)
    }

    /// What every node has.
    struct Fields: BitwiseCopyable {
        let arena: Arena
        var kind: Kind
        /// The operator of a binary node, the sign or keyword of others.
        var sign: TokenKind = .end
        var descending = false
        var isTuple = false
        var keepsArray = false
        var keepsSingletonArray = false
        var isConstructedArray = false
        var isTailCall = false
        var deepest: Int32 = 1
        /// In the arena's signatures, or -1.
        var signature: Int32 = -1
        var position: Int
        /// A name, a text, a pattern.
        var text = SourceText("")
        var literal: Token.LiteralToken = .none
        /// Operands, steps, items, arguments, pairs one after the other.
        var children = ArenaList<SyntaxNode>()
        /// The procedure of a call, the body of a lambda.
        var body: SyntaxNode?
        fileprivate var details: UnsafeMutablePointer<Details>?
    }

    /// What few nodes have, apart from the others so that most are small.
    struct Details: BitwiseCopyable {
        var predicates = ArenaList<Stage>()
        var stages = ArenaList<Stage>()
        var group: SyntaxNode?
        var focus: SourceText?
        var index: SourceText?
        var ancestor: AncestorSlot?
        var slot: AncestorSlot?
        var seekingParent = ArenaList<AncestorSlot>()
        var statesMember: StatesMember?
    }

    private let fields: UnsafeMutablePointer<Fields>

    init(_ kind: Kind, position: Int, in arena: Arena) {
        fields = arena.allocate(1, of: Fields.self)
        fields.initialize(to: Fields(arena: arena, kind: kind, position: position))
    }

    init(_ kind: Kind, _ token: Token, in arena: Arena) {
        self.init(kind, position: token.position, in: arena)
        fields.pointee.sign = token.kind
        fields.pointee.text = token.text
        fields.pointee.literal = token.literal
    }

    @inline(__always)
    subscript<Member>(dynamicMember path: WritableKeyPath<Fields, Member>) -> Member {
        get { fields.pointee[keyPath: path] }
        nonmutating set { fields.pointee[keyPath: path] = newValue }
    }

    @inline(__always)
    subscript<Member>(dynamicMember path: WritableKeyPath<Details, Member>) -> Member {
        get {
            guard let details = fields.pointee.details else { return Details()[keyPath: path] }
            return details.pointee[keyPath: path]
        }
        nonmutating set { details.pointee[keyPath: path] = newValue }
    }

    private var details: UnsafeMutablePointer<Details> {
        if let known = fields.pointee.details { return known }
        let details = fields.pointee.arena.allocate(1, of: Details.self)
        details.initialize(to: Details())
        fields.pointee.details = details
        return details
    }

    static func === (left: SyntaxNode, right: SyntaxNode) -> Bool { left.fields == right.fields }

    func append(_ child: SyntaxNode) { fields.pointee.children.append(child, in: fields.pointee.arena) }

    func append(contentsOf others: ArenaList<SyntaxNode>) { for child in others { append(child) } }

    func appendStage(_ stage: Stage) { details.pointee.stages.append(stage, in: fields.pointee.arena) }

    func appendPredicate(_ stage: Stage) { details.pointee.predicates.append(stage, in: fields.pointee.arena) }

    func seek(_ slot: AncestorSlot) { details.pointee.seekingParent.append(slot, in: fields.pointee.arena) }

    /// What jsonata-js calls the node's type, for messages.
    var typeName: String {
        switch self.kind {
        case .negate, .array, .object: "unary"
        case .call: "function"
        case .placeholder: "operator"
        default: "\(self.kind)"
        }
    }
}

/// `$states.input` and its kin, merged into one step.
enum StatesMember: UInt8 {
    case input, result, errorOutput, context

    var global: GlobalName {
        switch self {
        case .input: .statesInput
        case .result: .statesResult
        case .errorOutput: .statesErrorOutput
        case .context: .statesContext
        }
    }
}

/// What a `%` refers to: the context of the step `level` steps before.
struct AncestorSlot: BitwiseCopyable {
    private let fields: UnsafeMutablePointer<(label: Int, level: Int)>

    init(label: Int, in arena: Arena) {
        fields = arena.allocate(1, of: (label: Int, level: Int).self)
        fields.initialize(to: (label, 1))
    }

    /// The slot's variable; slots that mean the same context share one.
    var label: Int {
        get { fields.pointee.label }
        nonmutating set { fields.pointee.label = newValue }
    }

    var level: Int {
        get { fields.pointee.level }
        nonmutating set { fields.pointee.level = newValue }
    }
}

/// The tree of an expression, and what need not be looked for in it.
struct SyntaxTree {
    /// Keeps the nodes' memory.
    let owner: ArenaOwner
    var root: SyntaxNode
    /// Whether `:=` stands anywhere.
    var bindsVariables: Bool
    /// Whether `@`, `#` or `%` stands anywhere.
    var bindsTuples: Bool

    var arena: Arena { owner.arena }
}
