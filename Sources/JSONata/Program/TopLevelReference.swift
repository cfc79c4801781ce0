/// A step that reads from the context where Step Functions has none.
struct TopLevelReference {
    let name: String
    let position: Int

    /// The references of a tree, in text order.
    static func find(in tree: SyntaxNode) -> [TopLevelReference] {
        var found: [TopLevelReference] = []
        collect(tree, &found)
        return found.sorted { $0.position < $1.position }
    }

    private static func collect(_ node: SyntaxNode, _ found: inout [TopLevelReference]) {
        switch node.kind {
        case .variable where node.text.isEmpty || node.text == "$":
            found.append(TopLevelReference(name: node.text.isEmpty ? "$" : "$$", position: node.position))
        case .name: found.append(TopLevelReference(name: node.text.string, position: node.position))
        case .wildcard: found.append(TopLevelReference(name: "*", position: node.position))
        case .descendant: found.append(TopLevelReference(name: "**", position: node.position))
        case .path:
            // Later steps, and the filters of all, have a context.
            if let first = node.children.first { collect(first, &found) }
            return
        case .lambda, .transform: break
        default: break
        }
        if node.kind == .transform { return }
        for (index, child) in node.children.enumerated() where node.kind != .bind || index > 0 {
            if node.kind == .lambda { break }
            collect(child, &found)
        }
        if let body = node.body { collect(body, &found) }
    }
}
