import StatesLanguage

/// What is known of one version of a document without judging it.
struct Analysis: Sendable {
    typealias NodeID = SyntaxTree.NodeID

    let tree: SyntaxTree
    let outline: Outline

    init(_ bytes: [UInt8], isYAML: Bool = false) {
        tree = isYAML ? YAMLSyntaxParser.parse(bytes) : SyntaxParser.parse(bytes)
        outline = Outline(tree)
    }

    /// Whether the text has what only a state machine has.
    var looksLikeStateMachine: Bool {
        tree.member("States", of: tree.root) != nil || tree.member("StartAt", of: tree.root) != nil
    }

    /// What a container is, and which state and scope it belongs to.
    func surroundings(of container: NodeID) -> (role: Role, state: Outline.StateEntry?, scope: Int?) {
        var way: [NodeID] = []
        var next: NodeID? = container
        while let node = next, node != 0 {
            way.append(node)
            next = tree.parent(of: node)
        }
        guard container != 0 else { return (.plain, nil, nil) }
        var role = Role.machine
        var state: Outline.StateEntry?
        var scope: Int? = scopeIndex(of: way.last)
        for node in way.reversed().dropFirst() {
            role = tree.keyText(of: node).map(role.member) ?? role.element
            switch role {
            case .state: state = outline.state(at: node)
            case .branch, .processor: scope = scopeIndex(of: node) ?? scope
            default: break
            }
        }
        return (role, state, scope)
    }

    private func scopeIndex(of machine: NodeID?) -> Int? { machine.flatMap(outline.scopeIndex(ofMachine:)) }

    /// Calls `visit` with each value of a subtree and its role; the subtree's own first.
    func walk(_ node: NodeID, _ role: Role, _ visit: (NodeID, Role) -> Void) {
        var rest = [(node, role)]
        while let (node, role) = rest.popLast() {
            visit(node, role)
            let inner = tree.children(of: node).map { child in
                (child, tree.keyText(of: child).map(role.member) ?? role.element)
            }
            rest.append(contentsOf: inner.reversed())
        }
    }
}
