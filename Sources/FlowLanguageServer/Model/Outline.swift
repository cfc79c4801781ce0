import StatesLanguage

/// The scopes, states and variables of a definition as it stands, finished or not.
struct Outline: Sendable {
    typealias NodeID = SyntaxTree.NodeID

    /// A `States` object and what holds it.
    struct Scope: Sendable {
        /// The object with `StartAt` and `States`.
        let machine: NodeID
        /// The scope around it, or `nil` for the machine itself.
        let parent: Int?
        var states: [Int] = []
    }

    /// One state.
    struct StateEntry: Sendable {
        let name: String
        /// The member of `States`.
        let node: NodeID
        let scope: Int
        let type: StateType?
        let language: QueryLanguage
    }

    /// A variable that a state assigns.
    struct Variable: Sendable {
        let name: String
        /// The member of `Assign`.
        let node: NodeID
        let scope: Int
    }

    private(set) var scopes: [Scope] = []
    private(set) var states: [StateEntry] = []
    private(set) var variables: [Variable] = []
    private var statesByNode: [NodeID: Int] = [:]
    private var scopesByMachine: [NodeID: Int] = [:]
    let machineLanguage: QueryLanguage

    init(_ tree: SyntaxTree) {
        let root = tree.root
        machineLanguage =
            tree.string(of: tree.member("QueryLanguage", of: root)).flatMap(QueryLanguage.init) ?? .jsonPath
        guard let root, tree.kind(of: root) == .object else { return }
        add(Scope(machine: root, parent: nil))
        var position = 0
        while position < scopes.count {
            readStates(of: position, tree)
            position += 1
        }
    }

    private mutating func add(_ scope: Scope) {
        scopesByMachine[scope.machine] = scopes.count
        scopes.append(scope)
    }

    private mutating func readStates(of scope: Int, _ tree: SyntaxTree) {
        guard let states = tree.member("States", of: scopes[scope].machine), tree.kind(of: states) == .object else {
            return
        }
        for node in tree.children(of: states) where tree.kind(of: node) == .object {
            guard let name = tree.keyText(of: node) else { continue }
            let language = tree.string(of: tree.member("QueryLanguage", of: node)).flatMap(QueryLanguage.init)
            statesByNode[node] = self.states.count
            scopes[scope].states.append(self.states.count)
            self.states.append(
                StateEntry(
                    name: name,
                    node: node,
                    scope: scope,
                    type: tree.string(of: tree.member("Type", of: node)).flatMap(StateType.init),
                    language: language ?? machineLanguage
                )
            )
            readInside(of: node, scope, tree)
        }
    }

    private mutating func readInside(of state: NodeID, _ scope: Int, _ tree: SyntaxTree) {
        readAssign(of: state, scope, tree)
        for list in ["Choices", "Catch"] {
            guard let list = tree.member(list, of: state) else { continue }
            for element in tree.children(of: list) { readAssign(of: element, scope, tree) }
        }
        for key in ["ItemProcessor", "Iterator"] {
            guard let machine = tree.member(key, of: state), tree.kind(of: machine) == .object else { continue }
            add(Scope(machine: machine, parent: scope))
        }
        guard let branches = tree.member("Branches", of: state) else { return }
        for branch in tree.children(of: branches) where tree.kind(of: branch) == .object {
            add(Scope(machine: branch, parent: scope))
        }
    }

    private mutating func readAssign(of owner: NodeID, _ scope: Int, _ tree: SyntaxTree) {
        guard let assign = tree.member("Assign", of: owner), tree.kind(of: assign) == .object else { return }
        for node in tree.children(of: assign) {
            guard var name = tree.keyText(of: node) else { continue }
            if name.hasSuffix(".$") { name.removeLast(2) }
            variables.append(Variable(name: name, node: node, scope: scope))
        }
    }

    /// The scope and those around it, the innermost first.
    func scopes(from scope: Int) -> [Int] {
        var all: [Int] = []
        var next: Int? = scope
        while let current = next {
            all.append(current)
            next = scopes[current].parent
        }
        return all
    }

    /// The variables that states of a scope can read.
    func variables(visibleIn scope: Int) -> [Variable] {
        let scopes = Set(scopes(from: scope))
        return variables.filter { scopes.contains($0.scope) }
    }

    /// Which state a member of `States` is.
    func stateIndex(at node: NodeID) -> Int? { statesByNode[node] }

    /// The state that a member of `States` is.
    func state(at node: NodeID) -> StateEntry? { statesByNode[node].map { states[$0] } }

    /// Which scope a machine is, the outer one or an inner one.
    func scopeIndex(ofMachine machine: NodeID) -> Int? { scopesByMachine[machine] }

    /// The state of a name in a scope.
    func state(named name: String, in scope: Int) -> StateEntry? {
        scopes[scope].states.lazy.map { states[$0] }.first { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
