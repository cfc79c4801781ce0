import FlowJSON

/// A function as a value.
final class Function {
    enum Body {
        case builtin(Builtin)
        /// A lambda of the program, the frame around it, and the context where it was written.
        case lambda(Int32, Frame, input: Value)
        /// A function with some arguments given; `nil` stands for those still open.
        case partial(Function, [Value?])
        /// `first ~> second`
        case chain(Function, Function)
        case regex(Regex)
        /// `|pattern|update, delete|` of a node, with the frame around it.
        case transform(Int32, Frame)
        /// The `next` of a match: searches on from an offset.
        case nextMatch(Regex, String, offset: Int)
    }

    let body: Body
    /// How many parameters it has, which decides how many arguments a higher-order function passes.
    let arity: Int

    init(_ body: Body, arity: Int) {
        self.body = body
        self.arity = arity
    }
}
