import FlowJSON

extension Chaining {
    /// The variables that a state's own fields read, what it gives as a body's return value included.
    func reads(of index: Int) -> Set<String> {
        let state = draft.states[index]
        var templates = [JSON.object(state.fields), .object(state.assignments)] + state.rules.map(\.condition)
        if let output = output(of: index) { templates.append(output) }
        return templates.reduce(into: []) { $0.formUnion(Substitution.variables(of: $1)) }
    }

    /// What the body around a state returns, where the state ends it.
    func output(of index: Int) -> JSON? {
        let state = draft.states[index]
        guard state.type != "Choice", !state.ends, next(after: index) == .end else { return nil }
        return draft.sequences[draft.scopes[draft.sequences[state.sequence].scope].sequence].output
    }
}
