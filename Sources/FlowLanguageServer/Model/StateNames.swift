import StatesLanguage

/// Where the states of a definition are named.
enum StateNames {
    typealias NodeID = SyntaxTree.NodeID

    /// Whether a member's value names a state.
    static func isReference(_ key: String, in role: Role) -> Bool {
        switch (role, key) {
        case (.state, "Next"), (.state, "Default"), (.rule, "Next"), (.catcher, "Next"), (.machine, "StartAt"),
            (.branch, "StartAt"), (.processor, "StartAt"):
            true
        default: false
        }
    }

    /// The scope whose states a reference at a place can name.
    static func scope(of place: Place, in analysis: Analysis) -> Int? {
        switch place.role {
        case .machine, .branch, .processor, .states: place.scope
        default: place.state?.scope ?? place.scope
        }
    }

    /// The state that a place names or is the name of, and the bytes of that name with its quotes.
    static func state(at place: Place, in analysis: Analysis) -> (state: Outline.StateEntry, token: Range<Int>)? {
        let tree = analysis.tree
        switch place.position {
        case .key(let node?):
            guard place.role == .states, let state = analysis.outline.state(at: node) else {
                return nil
            }
            return tree.keyRange(of: node).map { (state, $0) }
        case .value(let node):
            guard let key = tree.keyText(of: node), isReference(key, in: place.role),
                let name = tree.string(of: node), let scope = scope(of: place, in: analysis),
                let state = analysis.outline.state(named: name, in: scope)
            else { return nil }
            return (state, tree.range(of: node))
        default: return nil
        }
    }

    /// The bytes of every value that names a state of a scope, with its quotes.
    static func references(to name: String, in scope: Int, of analysis: Analysis) -> [Range<Int>] {
        let tree = analysis.tree
        let machine = analysis.outline.scopes[scope].machine
        var found: [Range<Int>] = []
        func take(_ node: NodeID?) {
            guard let node, let text = tree.string(of: node), text.utf8.elementsEqual(name.utf8) else { return }
            found.append(tree.range(of: node))
        }
        take(tree.member("StartAt", of: machine))
        for index in analysis.outline.scopes[scope].states {
            let state = analysis.outline.states[index].node
            take(tree.member("Next", of: state))
            take(tree.member("Default", of: state))
            for list in ["Choices", "Catch"] {
                guard let list = tree.member(list, of: state) else { continue }
                for element in tree.children(of: list) { take(tree.member("Next", of: element)) }
            }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }
    }
}
