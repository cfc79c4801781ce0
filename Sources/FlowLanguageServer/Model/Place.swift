import StatesLanguage

/// What is at an offset of a document: in which object, at a key or at a value, and what the language says of it.
struct Place {
    typealias NodeID = SyntaxTree.NodeID

    /// Where in its container an offset is.
    enum Position: Equatable {
        /// In a key, or where one may begin.
        case key(NodeID?)
        /// In the value of a member, or where it is missing.
        case value(NodeID)
        /// In an element of an array, or where one may begin.
        case element(NodeID?)
    }

    /// The object or array around the offset; the document where there is none.
    let container: NodeID
    let position: Position
    /// What the container is.
    let role: Role
    /// The state around the offset.
    let state: Outline.StateEntry?
    /// The scope of the `States` object around the offset, or the one that its machine begins.
    let scope: Int?
    let language: QueryLanguage

    /// The node at the offset.
    var node: NodeID? {
        switch position {
        case .key(let node), .element(let node): node
        case .value(let node): node
        }
    }

    init(at offset: Int, in analysis: Analysis) {
        let tree = analysis.tree
        var container = 0
        var position = Position.element(nil)
        while true {
            let inner: NodeID?
            (position, inner) = Self.position(of: offset, in: container, tree)
            guard let inner else { break }
            container = inner
        }
        self.container = container
        self.position = position
        let node: NodeID? =
            switch position {
            case .key(let node), .element(let node): node
            case .value(let node): node
            }
        let surroundings = analysis.surroundings(of: container)
        role = surroundings.role
        scope = surroundings.scope
        var state = surroundings.state
        if role == .states, let node { state = analysis.outline.state(at: node) ?? state }
        self.state = state
        language = state?.language ?? analysis.outline.machineLanguage
    }

    /// Where in a container an offset is, and the inner container that it is in.
    private static func position(
        of offset: Int,
        in container: NodeID,
        _ tree: SyntaxTree
    ) -> (Position, inner: NodeID?) {
        let isObject = tree.kind(of: container) == .object
        var previous: NodeID?
        for child in tree.children(of: container) {
            let whole = tree.wholeRange(of: child)
            if whole.lowerBound > offset { break }
            if let key = tree.keyRange(of: child), key.lowerBound <= offset, offset <= key.upperBound {
                return (.key(child), nil)
            }
            previous = child
            let range = tree.range(of: child)
            let value: Position = isObject ? .value(child) : .element(child)
            switch tree.kind(of: child) {
            case .object, .array:
                let isInside = tree.nodes[child].isClosed ? offset < range.upperBound : offset <= range.upperBound
                if range.lowerBound < offset, isInside { return (value, child) }
                if range.lowerBound == offset { return (value, nil) }
            case .missing:
                continue
            case .string, .number, .word, .document:
                if range.lowerBound <= offset, offset <= range.upperBound { return (value, nil) }
            }
        }
        guard isObject else { return (.element(nil), nil) }
        if let previous, tree.kind(of: previous) == .missing, tree.nodes[previous].hasColon {
            return (.value(previous), nil)
        }
        return (.key(nil), nil)
    }
}
