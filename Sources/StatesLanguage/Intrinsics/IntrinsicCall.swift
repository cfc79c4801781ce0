package import FlowJSON

/// A call of an intrinsic function, such as `States.Format('{} of {}', $.day, States.ArrayLength($.files))`.
package struct IntrinsicCall: Hashable, Sendable {
    /// An argument of a call.
    package enum Argument: Hashable, Sendable {
        /// A string, a number, `true`, `false` or `null`. The template of `States.Format` keeps its escapes.
        case literal(JSON)
        /// A path, as written.
        case path(String)
        /// Another call.
        case call(IntrinsicCall)
    }

    /// How deep calls may be nested, the outermost included.
    package static let nestingLimit = 10

    /// The call, as written.
    package let text: String
    /// What is called.
    package let function: IntrinsicFunction
    /// What it is given.
    package let arguments: [Argument]

    /// Calls `body` for every path among the arguments, nested calls included, from the left.
    package func forEachPath(_ body: (String) throws -> Void) rethrows {
        for argument in arguments {
            switch argument {
            case .literal: break
            case .path(let path): try body(path)
            case .call(let call): try call.forEachPath(body)
            }
        }
    }
}
