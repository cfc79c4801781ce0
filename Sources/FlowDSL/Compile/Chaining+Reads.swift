import FlowJSON

extension Chaining {
    /// The variables that a state's templates read.
    func reads(of index: Int) -> Set<String> {
        templates(of: index).reduce(into: []) { $0.formUnion(Substitution.variables(of: $1)) }
    }

    /// A state's own fields, and what it gives as a body's return value.
    func templates(of index: Int) -> [JSON] {
        let state = draft.states[index]
        let own = [JSON.object(state.fields), .object(state.assignments)] + state.rules.map(\.condition)
        return own + [output(of: index)].compactMap(\.self)
    }

    /// What the body around a state returns, where the state ends it.
    func output(of index: Int) -> JSON? {
        let state = draft.states[index]
        guard state.type != "Choice", !state.ends, next(after: index) == .end else { return nil }
        return draft.sequences[draft.scopes[draft.sequences[state.sequence].scope].sequence].output
    }
}
