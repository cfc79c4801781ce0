import FlowJSON

/// A node of the syntax tree, first as parsed, then as a path's steps, stages and groups.
final class SyntaxNode {
    enum Kind {
        case end, name, string, number, value, variable, regex, wildcard, descendant, parent, placeholder
        case binary, negate, array, object, path, block, condition, bind, apply, call, partial, lambda, sort, transform
    }

    /// A filter or an index variable behind a step, in the order written.
    enum Stage {
        case filter(SyntaxNode, position: Int)
        case index(String, position: Int)
    }

    var kind: Kind
    var position: Int
    /// The operator of a binary node, the sign or keyword of others.
    var sign: TokenKind = .end
    /// A name, a text, a pattern.
    var text = ""
    var literal: Token.LiteralToken = .none
    /// Operands, steps, items, arguments, pairs one after the other.
    var children: [SyntaxNode] = []
    /// The procedure of a call, the body of a lambda.
    var body: SyntaxNode?
    var signature: Signature?
    var descending = false

    var predicates: [Stage] = []
    var stages: [Stage] = []
    var group: SyntaxNode?
    var focus: String?
    var index: String?
    var ancestor: AncestorSlot?
    var slot: AncestorSlot?
    var seekingParent: [AncestorSlot] = []
    var isTuple = false
    var keepsArray = false
    var keepsSingletonArray = false
    var isConstructedArray = false
    var isTailCall = false
    /// `$states.input` and its kin, merged into one step.
    var statesMember: GlobalName?
    var deepest = 1

    init(_ kind: Kind, position: Int) {
        self.kind = kind
        self.position = position
    }

    convenience init(_ kind: Kind, _ token: Token) {
        self.init(kind, position: token.position)
        sign = token.kind
        text = token.text
        literal = token.literal
    }

    /// What jsonata-js calls the node's type, for messages.
    var typeName: String {
        switch kind {
        case .negate, .array, .object: "unary"
        case .call: "function"
        case .placeholder: "operator"
        default: "\(kind)"
        }
    }
}

/// What a `%` refers to: the context of the step `level` steps before.
final class AncestorSlot {
    /// The slot's variable; slots that mean the same context share one.
    var label: Int
    var level = 1

    init(label: Int) { self.label = label }
}

/// The tree of an expression, and what need not be looked for in it.
struct SyntaxTree {
    var root: SyntaxNode
    /// Whether `:=` stands anywhere.
    var bindsVariables: Bool
    /// Whether `@`, `#` or `%` stands anywhere.
    var bindsTuples: Bool
}
