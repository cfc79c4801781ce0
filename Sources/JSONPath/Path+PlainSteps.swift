import FlowJSON

extension Path {
    /// A step that leads from one node to one other.
    package enum PlainStep: Hashable, Sendable {
        /// To the member of that name.
        case name(String)
        /// To the element at that position, from 0.
        case position(Int)
    }

    /// The steps up to the first that is not plain, and whether those are all; for rules that judge a path without data.
    package var plainSteps: (steps: [PlainStep], areAll: Bool) {
        var plain: [PlainStep] = []
        for step in steps {
            switch step {
            case .properties(let keys) where keys.count == 1: plain.append(.name(keys[0].text))
            case .index(let position): plain.append(.position(position))
            default: return (plain, false)
            }
        }
        return (plain, true)
    }
}
