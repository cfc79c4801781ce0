import FlowJSON

/// Parses an expression by binding powers (Pratt), as jsonata-js does.
struct Parser: ~Copyable {
    /// Deeper than this no tree is built, so that no later walk can overflow the stack.
    static let maximumDepth = 600

    /// More than this many operands are refused, since the time to compile them grows with them.
    static let maximumOperands = 100_000

    private let owner: ArenaOwner
    private let arena: Arena
    private var lexer: Lexer
    private var token: Token
    private var depth = 0
    private var operands = 0
    private var bindsVariables = false
    private var bindsTuples = false

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

    private mutating func advance(afterOperand: Bool = false) throws(EvaluationError) {
        token = try lexer.next(afterOperand: afterOperand)
    }

    private mutating func expect(_ kind: TokenKind, afterOperand: Bool = false) throws(EvaluationError) {
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

    private mutating func expression(_ rightBindingPower: Int) throws(EvaluationError) -> SyntaxNode {
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

    private func node(_ kind: SyntaxNode.Kind, _ token: Token) -> SyntaxNode { SyntaxNode(kind, token, in: arena) }

    private func node(_ kind: SyntaxNode.Kind, _ token: Token, _ child: SyntaxNode) -> SyntaxNode {
        let node = SyntaxNode(kind, token, in: arena)
        add(child, to: node)
        return node
    }

    private func node(
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

    private func add(_ child: SyntaxNode, to node: SyntaxNode) {
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

    private mutating func object(_ first: Token) throws(EvaluationError) -> SyntaxNode {
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

    // MARK: Signs behind an operand

    private mutating func infix(_ sign: Token, _ left: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        switch sign.kind {
        case .openParen: return try call(sign, left)
        case .openBracket:
            if token.kind == .closeBracket {
                var step = left
                while step.kind == .binary, step.sign == .openBracket { step = step.children[0] }
                step.keepsArray = true
                try advance(afterOperand: true)
                return left
            }
            let filter = node(.binary, sign, left, try expression(0))
            try expect(.closeBracket, afterOperand: true)
            return filter
        case .openBrace:
            let group = try object(sign)
            return node(.binary, sign, left, group)
        case .caret: return try orderBy(sign, left)
        case .assign:
            guard left.kind == .variable else {
                throw EvaluationError("S0212", position: left.position, token: left.text.string)
            }
            bindsVariables = true
            return node(.binary, sign, left, try expression(9))
        case .at, .hash:
            bindsTuples = true
            let right = try expression(sign.kind.leftBindingPower)
            guard right.kind == .variable else {
                throw EvaluationError("S0214", position: right.position, token: sign.text.string)
            }
            return node(.binary, sign, left, right)
        case .question:
            let condition = node(.condition, sign, left, try expression(0))
            if token.kind == .colon {
                try advance()
                add(try expression(0), to: condition)
            }
            return condition
        case .coalesce, .elvis: return node(.binary, sign, left, try expression(0))
        default: return node(.binary, sign, left, try expression(sign.kind.leftBindingPower))
        }
    }

    private mutating func orderBy(_ sign: Token, _ left: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let sort = node(.binary, sign, left)
        try expect(.openParen)
        while true {
            var descending = false
            if token.kind == .less {
                try advance()
            } else if token.kind == .greater {
                descending = true
                try advance()
            }
            let term = node(.sort, token, try expression(0))
            term.descending = descending
            add(term, to: sort)
            guard token.kind == .comma else { break }
            try advance()
        }
        try expect(.closeParen)
        return sort
    }

    private mutating func call(_ sign: Token, _ left: SyntaxNode) throws(EvaluationError) -> SyntaxNode {
        let call = node(.call, sign)
        call.body = left
        call.deepest = left.deepest + 1
        if token.kind != .closeParen {
            while true {
                if token.kind == .question {
                    call.kind = .partial
                    add(node(.placeholder, token), to: call)
                    try advance()
                } else {
                    add(try expression(0), to: call)
                }
                guard token.kind == .comma else { break }
                try advance()
            }
        }
        try expect(.closeParen, afterOperand: true)
        if left.kind == .name, left.text == "function" || left.text == "λ" { try lambda(call) }
        return call
    }

    private mutating func lambda(_ call: SyntaxNode) throws(EvaluationError) {
        for (index, parameter) in call.children.enumerated() where parameter.kind != .variable {
            throw EvaluationError(
                "S0208",
                position: parameter.position,
                token: parameter.text.string,
                value: .integer(Int64(index + 1))
            )
        }
        call.kind = .lambda
        if token.kind == .less {
            let start = token.position
            var nesting = 1
            var text = "<"
            while nesting > 0, token.kind != .openBrace, token.kind != .end {
                try advance()
                if token.kind == .greater { nesting -= 1 } else if token.kind == .less { nesting += 1 }
                text += token.text.string
            }
            try expect(.greater)
            do throws(EvaluationError) {
                call.signature = arena.add(try Signature(text))
            } catch {
                throw error.located(position: start, token: nil)
            }
        }
        try expect(.openBrace)
        let body = try expression(0)
        call.body = body
        call.deepest = max(call.deepest, body.deepest + 1)
        try expect(.closeBrace)
    }
}
