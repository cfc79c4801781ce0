import FlowJSON

/// A function as a value.
final class Function {
    enum Body {
        case builtin(Builtin)
        /// A lambda of the program; which one, and what is around it, stands beside the body.
        case lambda
        /// A function with some arguments given; `nil` stands for those still open.
        case partial(Function, [Value?])
        /// `first ~> second`
        case chain(Function, Function)
        case regex(Regex)
        /// `|pattern|update, delete|` of a node, with the frame around it.
        case transform(Int32, Frame)
        /// The `next` of a match: searches on from an offset.
        case nextMatch(Regex, String, offset: Int)
        /// A function of another program, which only its own evaluator can run.
        case foreign(Function, Home)
    }

    /// The evaluator of a program whose functions are called from another one; both last as long as the evaluation.
    struct Home {
        unowned let evaluator: Evaluator
    }

    let body: Body
    /// How many parameters it has, which decides how many arguments a higher-order function passes.
    let arity: Int
    /// The lambda's index in the program, or -1.
    let lambda: Int
    /// The frame around a lambda.
    let frame: Frame?
    /// The context where a lambda was written.
    let context: Value
    /// How many functions, and lists and objects of them, it holds one in the other; frames aside, which are let go of
    /// one by one.
    let nesting: Int

    init(_ body: Body, arity: Int) {
        switch body {
        case .partial(let function, let given):
            nesting = 1 + given.reduce(function.nesting) { max($0, $1?.nesting ?? 0) }
        case .chain(let first, let second): nesting = 1 + max(first.nesting, second.nesting)
        case .foreign(let function, _): nesting = 1 + function.nesting
        case .builtin, .lambda, .regex, .transform, .nextMatch: nesting = 0
        }
        self.body = body
        self.arity = arity
        lambda = -1
        frame = nil
        context = .undefined
    }

    init(lambda: Int, arity: Int, frame: Frame, context: Value) {
        body = .lambda
        self.arity = arity
        self.lambda = lambda
        self.frame = frame
        self.context = context
        nesting = context.nesting
    }
}
