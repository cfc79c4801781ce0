package import FlowJSON

/// What can be said of an expression without evaluating it; for rules that judge what authors write.
package indirect enum ExpressionOutline: Hashable, Sendable {
    /// A value that is written out.
    case literal(JSON)
    /// `$name.a.b`, `$states.input.a`: a variable, and plain names behind it.
    case path(variable: String, names: [String])
    /// `{…}` whose keys are written out.
    case object([Member])
    /// `[…]`; an element may give several.
    case array([ExpressionOutline])
    /// `[from..to]`, as the one element of an array.
    case range(ExpressionOutline, ExpressionOutline)
    /// An operator between two operands, or a negation of one.
    case operation(String, [ExpressionOutline])
    /// A call of a function by its name.
    case call(String, [ExpressionOutline])
    /// Anything else, with what it holds.
    case other([ExpressionOutline])

    /// A member of an object.
    package struct Member: Hashable, Sendable {
        /// The key.
        package let key: String
        /// The value.
        package let value: ExpressionOutline
    }

    /// Calls `body` for this outline and everything in it.
    package func forEach(_ body: (ExpressionOutline) -> Void) {
        body(self)
        switch self {
        case .literal, .path: break
        case .object(let members): for member in members { member.value.forEach(body) }
        case .range(let from, let to):
            from.forEach(body)
            to.forEach(body)
        case .array(let parts), .operation(_, let parts), .call(_, let parts), .other(let parts):
            for part in parts { part.forEach(body) }
        }
    }
}

extension Expression {
    /// The outline of an expression, or `nil` where it can't be read.
    package static func outline(of source: String, dialect: Dialect = .stepFunctions) -> ExpressionOutline? {
        // Whoever asks has compiled the expression before, and reported why it can't be read.
        guard let tree = try? PathBuilder.build(try Parser.parse(source, dialect: dialect)) else { return nil }
        // The nodes lie in the arena, which has to live as long.
        return withExtendedLifetime(tree.owner) { OutlineBuilder.outline(of: tree.root) }
    }
}
