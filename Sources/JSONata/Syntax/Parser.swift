import FlowJSON

/// Parses an expression by binding powers (Pratt), as jsonata-js does.
struct Parser: ~Copyable {
    /// Deeper than this no tree is built, so that no later walk can overflow the stack.
    static let maximumDepth = 600

    /// More than this many operands are refused, since the time to compile them grows with them.
    static let maximumOperands = 100_000

    private let owner: ArenaOwner
    let arena: Arena
    private var lexer: Lexer
    var token: Token
    private var depth = 0
    private var operands = 0
    var bindsVariables = false
    var bindsTuples = false

    /// The tree of an expression, as written.
    static func parse(_ source: String, dialect: Dialect) throws(EvaluationError) -> SyntaxTree {
        var parser = try Parser(source, dialect: dialect)
        let root: SyntaxNode
        do throws(EvaluationError) {
            root = try parser.whole()
        } catch {
            throw parser.arena.loneSurrogate.map { error.replacing($0) } ?? error
        }
        return SyntaxTree(
            owner: parser.owner,
            root: root,
            bindsVariables: parser.bindsVariables,
            bindsTuples: parser.bindsTuples
        )
    }

    private init(_ source: String, dialect: Dialect) throws(EvaluationError) {
        owner = ArenaOwner(sourceSize: source.utf8.count)
        arena = owner.arena
        lexer = Lexer(source, dialect: dialect, arena: arena)
        token = try lexer.next(afterOperand: false)
    }

    private mutating func whole() throws(EvaluationError) -> SyntaxNode {
        let root = try expression(0)
        guard token.kind == .end else {
            throw EvaluationError("S0201", position: token.position, token: token.text.string)
        }
        return root
    }

    mutating func advance(afterOperand: Bool = false) throws(EvaluationError) {
        token = try lexer.next(afterOperand: afterOperand)
    }

    mutating func expect(_ kind: TokenKind, afterOperand: Bool = false) throws(EvaluationError) {
        guard token.kind == kind else {
            throw EvaluationError(
                token.kind == .end ? "S0203" : "S0202",
                position: token.position,
                token: token.text.string,
                value: .string("\(kind.sign)")
            )
        }
        try advance(afterOperand: afterOperand)
    }

    mutating func expression(_ rightBindingPower: Int) throws(EvaluationError) -> SyntaxNode {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { throw tooDeep() }
        operands += 1
        guard operands <= Self.maximumOperands else {
            throw EvaluationError("S0901", position: token.position, value: .integer(Int64(Self.maximumOperands)))
        }
        let first = token
        try advance(afterOperand: true)
        var left = try prefix(first)
        while rightBindingPower < token.kind.leftBindingPower {
            let sign = token
            try advance()
            left = try infix(sign, left)
            guard Int(left.deepest) < Self.maximumDepth else { throw tooDeep() }
        }
        return left
    }

    private func tooDeep() -> EvaluationError {
        EvaluationError("S0900", position: token.position, value: .integer(Int64(Self.maximumDepth)))
    }

    func node(_ kind: SyntaxNode.Kind, _ token: Token) -> SyntaxNode { SyntaxNode(kind, token, in: arena) }

    func node(_ kind: SyntaxNode.Kind, _ token: Token, _ child: SyntaxNode) -> SyntaxNode {
        let node = SyntaxNode(kind, token, in: arena)
        add(child, to: node)
        return node
    }

    func node(
        _ kind: SyntaxNode.Kind,
        _ token: Token,
        _ first: SyntaxNode,
        _ second: SyntaxNode
    ) -> SyntaxNode {
        let node = SyntaxNode(kind, token, in: arena)
        add(first, to: node)
        add(second, to: node)
        return node
    }

    func add(_ child: SyntaxNode, to node: SyntaxNode) {
        node.append(child)
        node.deepest = max(node.deepest, child.deepest + 1)
    }

    // MARK: Words that begin an operand

    private mutating func prefix(_ first: Token) throws(EvaluationError) -> SyntaxNode {
        switch first.kind {
        case .name, .and, .or, .in: return node(.name, first)
        case .variable: return node(.variable, first)
        case .string: return node(.string, first)
        case .number: return node(.number, first)
        case .value: return node(.value, first)
        case .regex: return node(.regex, first)
        case .end: return node(.end, first)
        case .star: return node(.wildcard, first)
        case .doubleStar: return node(.descendant, first)
        case .percent:
            // What a path's steps seek is handed on from one to the next.
            operands += 99
            bindsTuples = true
            return node(.parent, first)
        case .minus: return node(.negate, first, try expression(70))
        case .openParen: return try block(first)
        case .openBracket: return try array(first)
        case .openBrace: return try object(first)
        case .bar: return try transform(first)
        default: throw EvaluationError("S0211", position: first.position, token: first.text.string)
        }
    }

    private mutating func block(_ first: Token) throws(EvaluationError) -> SyntaxNode {
        let block = node(.block, first)
        while token.kind != .closeParen {
            add(try expression(0), to: block)
            guard token.kind == .semicolon else { break }
            try advance()
        }
        try expect(.closeParen, afterOperand: true)
        return block
    }

    private mutating func array(_ first: Token) throws(EvaluationError) -> SyntaxNode {
        let array = node(.array, first)
        if token.kind != .closeBracket {
            while true {
                var item = try expression(0)
                if token.kind == .range {
                    let sign = token
                    try advance()
                    item = node(.binary, sign, item, try expression(0))
                }
                add(item, to: array)
                guard token.kind == .comma else { break }
                try advance()
            }
        }
        try expect(.closeBracket, afterOperand: true)
        return array
    }

    mutating func object(_ first: Token) throws(EvaluationError) -> SyntaxNode {
        let object = node(.object, first)
        if token.kind != .closeBrace {
            while true {
                add(try expression(0), to: object)
                try expect(.colon)
                add(try expression(0), to: object)
                guard token.kind == .comma else { break }
                try advance()
            }
        }
        try expect(.closeBrace, afterOperand: true)
        return object
    }

    private mutating func transform(_ first: Token) throws(EvaluationError) -> SyntaxNode {
        let transform = node(.transform, first, try expression(0))
        try expect(.bar)
        add(try expression(0), to: transform)
        if token.kind == .comma {
            try advance()
            add(try expression(0), to: transform)
        }
        try expect(.bar)
        return transform
    }
}
