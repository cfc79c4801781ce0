import FlowDiagnostics
import FlowJSON

/// Finds references to results that may not be there on some way through the flow.
struct Assignedness {
    let draft: FlowDraft
    let chaining: Chaining
    /// The states by the variables of their results.
    private let makers: [String: Int]
    /// The variables that are surely assigned when a state begins; `nil` where nothing leads to it.
    private var before: [Set<String>?]

    init(_ draft: FlowDraft, _ chaining: Chaining) {
        self.draft = draft
        self.chaining = chaining
        var makers: [String: Int] = [:]
        for (index, state) in draft.states.enumerated() {
            if let variable = state.variable { makers[variable] = index }
        }
        self.makers = makers
        before = Array(repeating: nil, count: draft.states.count)
        // Outer scopes have lower numbers than the scopes inside them.
        for scope in draft.scopes.indices { flow(through: scope) }
    }

    private mutating func flow(through scope: Int) {
        let outer = draft.scopes[scope].owner.flatMap { before[$0] } ?? []
        guard
            case .state(let first)? = draft.sequences[draft.scopes[scope].sequence].states.first.map(
                Chaining.Next.state
            )
        else { return }
        before[first] = outer
        var waiting = [first]
        while let state = waiting.popLast() {
            guard let reaching = before[state] else { continue }
            let written = draft.states[state]
            var assigned = reaching.union(written.assignments.keys)
            if let variable = written.variable { assigned.insert(variable) }
            let regular = chaining.successors(of: state).dropLast(written.catchers.count)
            for next in regular { merge(assigned, into: next, &waiting) }
            for catcher in written.catchers {
                let next = chaining.resolve(catcher.target, of: state)
                merge(reaching.union([catcher.variable]), into: next, &waiting)
            }
        }
    }

    private mutating func merge(_ assigned: Set<String>, into next: Chaining.Next, _ waiting: inout [Int]) {
        guard case .state(let state) = next else { return }
        let merged = before[state].map { $0.intersection(assigned) } ?? assigned
        guard merged != before[state] else { return }
        before[state] = merged
        waiting.append(state)
    }

    /// One diagnostic for each state that reads a result which may not be there.
    func diagnostics() -> [Diagnostic] {
        draft.states.indices.compactMap { state in
            guard let assigned = before[state] else { return nil }
            let own = draft.states[state].variable
            let read = chaining.reads(of: state).filter { makers[$0] != nil && $0 != own }
            guard let missing = read.subtracting(assigned).sorted().first, let maker = makers[missing] else {
                return nil
            }
            let reader = draft.states[state]
            return Diagnostic(
                code: "F08",
                message:
                    "\"\(reader.name)\" refers to the result of \"\(draft.states[maker].name)\", which is not there on every way to it.",
                location: reader.place.location,
                hint: "End the other way with fail(…) or succeed(…) before it gets here, or set a variable on both."
            )
        }
    }
}
