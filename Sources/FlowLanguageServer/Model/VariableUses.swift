import StatesLanguage

/// Where the variables of a definition are named.
enum VariableUses {
    /// The variable that a place assigns or reads.
    static func name(at place: Place, offset: Int, in analysis: Analysis) -> String? {
        let tree = analysis.tree
        switch place.position {
        case .key(let node?):
            guard place.role == .assign, let key = tree.keyText(of: node) else { return nil }
            return key.hasSuffix(".$") ? String(key.dropLast(2)) : key
        case .value(let node):
            return name(in: node, key: tree.keyText(of: node), place, offset, analysis)
        case .element(let node?): return name(in: node, key: nil, place, offset, analysis)
        case .key(nil), .element(nil): return nil
        }
    }

    private static func name(
        in node: SyntaxTree.NodeID,
        key: String?,
        _ place: Place,
        _ offset: Int,
        _ analysis: Analysis
    ) -> String? {
        let tree = analysis.tree
        guard let text = tree.string(of: node),
            ExpressionKind(key: key, role: place.role, language: place.language, text: text) != nil
        else { return nil }
        return Word(at: offset, within: tree.contentRange(of: tree.range(of: node)), in: tree.bytes).variable
    }

    /// The variables of that name that are visible in a scope: where they are assigned.
    static func assignments(of name: String, in scope: Int, _ analysis: Analysis) -> [Outline.Variable] {
        analysis.outline.variables(visibleIn: scope).filter { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The bytes of every use of a variable that a scope assigns, in its states and those inside them.
    static func reads(of name: String, assignedIn scope: Int, _ analysis: Analysis) -> [Range<Int>] {
        let tree = analysis.tree
        var found: [Range<Int>] = []
        let machine = analysis.outline.scopes[scope].machine
        analysis.walk(machine, analysis.surroundings(of: machine).role) { node, _ in
            guard tree.kind(of: node) == .string else { return }
            let content = tree.contentRange(of: tree.range(of: node))
            guard tree.bytes[content].contains(UInt8(ascii: "$")) else { return }
            found += Word.uses(of: name, in: content, of: tree.bytes)
        }
        return found
    }
}
