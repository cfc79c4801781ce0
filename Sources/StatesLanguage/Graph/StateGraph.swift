/// The states of a machine and the ways between them, to be drawn.
package struct StateGraph: Hashable, Sendable {
    /// The states of one `States` object.
    package struct Scope: Hashable, Sendable {
        /// What the scope is in the state around it, such as `Branch 1`; `nil` for the machine's own.
        package var title: String?
        /// The states, in the order in which they were written.
        package var nodes: [Node]
        /// The ways between them.
        package var edges: [Edge]
        /// The position of the first state.
        package var start: Int?
    }

    /// A state.
    package struct Node: Hashable, Sendable {
        /// The state's name.
        package var name: String
        /// The state's type.
        package var type: StateType
        /// The state's comment.
        package var comment: String?
        /// Whether the state says `End`.
        package var isEnd: Bool
        /// Branches and item processors.
        package var scopes: [Scope]
    }

    /// A way from one state to another.
    package struct Edge: Hashable, Sendable {
        /// What makes an execution take a way.
        package enum Kind: Hashable, Sendable {
            /// The state is done.
            case next
            /// A rule matches.
            case choice
            /// No rule matches.
            case otherwise
            /// The state failed.
            case `catch`
        }

        /// The position of the state that it leaves.
        package var source: Int
        /// The position of the state that it comes to.
        package var target: Int
        /// What makes an execution take it.
        package var kind: Kind
        /// The rule or the errors; empty for `next`.
        package var label: String
    }

    /// The machine's own states.
    package var root: Scope

    /// The graph of a definition.
    ///
    /// A way to a state that does not exist is left out.
    package init(_ definition: StateMachineDefinition) {
        root = Scope(title: nil, startAt: definition.startAt, states: definition.states)
    }
}

extension StateGraph.Scope {
    init(title: String?, startAt: String, states: [State]) {
        var positions: [ByteText: Int] = [:]
        for (position, state) in states.enumerated() { positions[ByteText(state.name)] = position }
        self.title = title
        nodes = states.map(StateGraph.Node.init)
        start = positions[ByteText(startAt)]
        edges = states.enumerated().flatMap { source, state in
            state.ways.compactMap { way in
                positions[ByteText(way.target)].map { target in
                    StateGraph.Edge(source: source, target: target, kind: way.kind, label: way.label)
                }
            }
        }
    }
}

extension StateGraph.Node {
    init(_ state: State) {
        name = state.name
        type = state.type
        comment = state.comment
        isEnd = state.transition == .end
        switch state.kind {
        case .parallel(let parallel):
            scopes = parallel.branches.enumerated().map { index, branch in
                StateGraph.Scope(title: "Branch \(index + 1)", startAt: branch.startAt, states: branch.states)
            }
        case .map(let map):
            let branch = map.itemProcessor.branch
            scopes = [StateGraph.Scope(title: "Each item", startAt: branch.startAt, states: branch.states)]
        case .task, .pass, .wait, .choice, .succeed, .fail: scopes = []
        }
    }
}

extension State {
    /// The ways out of the state, in the order in which an execution would try them.
    fileprivate var ways: [(target: String, kind: StateGraph.Edge.Kind, label: String)] {
        var ways: [(target: String, kind: StateGraph.Edge.Kind, label: String)] = []
        if let next = transition?.next { ways.append((next, .next, "")) }
        if case .choice(let choice) = kind {
            ways += choice.choices.map { ($0.next, .choice, $0.condition.words) }
            if let next = choice.defaultNext { ways.append((next, .otherwise, "otherwise")) }
        }
        ways += (catchers ?? []).map { catcher in
            let names = catcher.errorEquals.map { $0 == .all ? "any error" : $0.text }
            return (catcher.next, .catch, names.joined(separator: ", "))
        }
        return ways
    }
}
