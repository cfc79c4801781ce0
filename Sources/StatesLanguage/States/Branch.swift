import FlowJSON

/// A state machine inside a Parallel state.
///
/// One element of `Branches`; the processor of a Map state holds one too. It takes the query language of the machine.
package struct Branch: Hashable, Sendable {
    /// For people.
    package var comment: String?
    /// The name of the first state.
    package var startAt: String
    /// The states in the order in which they were written.
    package var states: [State]

    /// A branch of the given parts.
    package init(comment: String? = nil, startAt: String, states: [State]) {
        self.comment = comment
        self.startAt = startAt
        self.states = states
    }

    /// The branch's fields, after those that `object` holds already.
    func fields(after object: JSONObject = JSONObject()) -> JSONObject {
        var object = object
        object["Comment"] = comment.map(JSON.string)
        object["StartAt"] = .string(startAt)
        object["States"] = states.json
        return object
    }
}
