import FlowDiagnostics

/// Where each state goes next: the order of writing, blocks that go on after their owner, and jumps.
struct Chaining {
    let draft: FlowDraft
    /// The states of each scope by name.
    private let named: [[String: Int]]

    /// What follows a state.
    enum Next: Hashable {
        case state(Int)
        case end
        /// A jump to a name that the scope does not have.
        case nowhere
    }

    init(_ draft: FlowDraft) {
        self.draft = draft
        var named = Array(repeating: [String: Int](), count: draft.scopes.count)
        for (index, state) in draft.states.enumerated() {
            let scope = draft.sequences[state.sequence].scope
            if named[scope][state.name] == nil { named[scope][state.name] = index }
        }
        self.named = named
    }

    /// What follows a state when it has done its work.
    func next(after state: Int) -> Next {
        let sequence = draft.states[state].sequence
        let states = draft.sequences[sequence].states
        if let position = states.firstIndex(of: state), position + 1 < states.count {
            return .state(states[position + 1])
        }
        return end(of: sequence)
    }

    /// Where a transition leads.
    func resolve(_ target: TargetDraft, of owner: Int) -> Next {
        switch target {
        case .block(let sequence): draft.sequences[sequence].states.first.map { .state($0) } ?? end(of: sequence)
        case .state(let name, _): find(name, from: draft.states[owner].sequence)
        }
    }

    /// Where a choice goes when no rule holds.
    func otherwise(of choice: Int) -> Next {
        draft.states[choice].otherwise.map { resolve($0, of: choice) } ?? next(after: choice)
    }

    /// What follows the last state of a sequence.
    private func end(of sequence: Int) -> Next {
        if let jump = draft.sequences[sequence].jump { return find(jump.name, from: sequence) }
        guard let owner = draft.sequences[sequence].owner else { return .end }
        return next(after: owner)
    }

    private func find(_ name: String, from sequence: Int) -> Next {
        named[draft.sequences[sequence].scope][name].map { .state($0) } ?? .nowhere
    }

    /// Everything that can follow a state.
    func successors(of state: Int) -> [Next] {
        let written = draft.states[state]
        var successors: [Next] = []
        if written.type == "Choice" {
            successors = written.rules.map { resolve($0.target, of: state) } + [otherwise(of: state)]
        } else if !written.ends {
            successors = [next(after: state)]
        }
        return successors + written.catchers.map { resolve($0.target, of: state) }
    }
}

extension Chaining {
    /// Jumps to nowhere, names used twice, and choices that have nowhere to go on.
    func diagnostics() -> [Diagnostic] {
        draft.misplaced + jumps() + duplicates() + openChoices()
    }

    private func jumps() -> [Diagnostic] {
        var jumps = draft.sequences.enumerated().compactMap { index, sequence in
            sequence.jump.map { (name: $0.name, place: $0.place, sequence: index) }
        }
        for state in draft.states {
            let targets =
                state.rules.map(\.target) + state.catchers.map(\.target) + [state.otherwise].compactMap(\.self)
            for case .state(let name, let place) in targets { jumps.append((name, place, state.sequence)) }
        }
        return jumps.filter { find($0.name, from: $0.sequence) == .nowhere }
            .map { jump in
                let names = named[draft.sequences[jump.sequence].scope].keys.sorted()
                return Diagnostic(
                    code: "A12",
                    message: "The jump to \"\(jump.name)\" leads nowhere: there is no such state beside it.",
                    location: jump.place.location,
                    hint: nearestName(to: jump.name, in: names).map { "Did you mean \"\($0)\"?" }
                )
            }
    }

    private func duplicates() -> [Diagnostic] {
        var seen: [String: SourcePlace] = [:]
        return draft.states.compactMap { state in
            guard let first = seen[state.name] else {
                seen[state.name] = state.place
                return nil
            }
            return Diagnostic(
                code: "A06",
                message: "The name \"\(state.name)\" is used twice; the first is at \(first.file):\(first.line).",
                location: state.place.location,
                hint: "Names are unique in the whole flow, inside maps and branches too."
            )
        }
    }

    private func openChoices() -> [Diagnostic] {
        draft.states.indices.filter { draft.states[$0].type == "Choice" }
            .flatMap { choice in
                let state = draft.states[choice]
                var open = state.rules.filter { resolve($0.target, of: choice) == .end }.map(\.place)
                if otherwise(of: choice) == .end { open.append(state.place) }
                return open.prefix(1)
                    .map { place in
                        Diagnostic(
                            code: "D01",
                            message: "The choice \"\(state.name)\" goes on after itself, but no state follows it.",
                            location: place.location,
                            hint:
                                "End the rule with succeed(…) or fail(…), add otherwise { … }, or add a state after the choice."
                        )
                    }
            }
    }
}
