import FlowJSON

/// Where an execution goes when a state is done.
package enum Transition: Hashable, Sendable {
    /// To the state of that name, in the same `States` object.
    case next(String)
    /// Nowhere: the machine, branch or iteration has succeeded.
    case end

    /// The name of the next state, or `nil` at the end.
    package var next: String? {
        if case .next(let name) = self { name } else { nil }
    }

    func write(into object: inout JSONObject) {
        switch self {
        case .next(let name): object["Next"] = .string(name)
        case .end: object["End"] = .bool(true)
        }
    }
}
