extension StateGraph {
    /// The graph in Graphviz's language.
    package var dot: String {
        var drawing = DOTDrawing()
        drawing.draw(root, prefix: "s", indent: "    ")
        return drawing.text + "}\n"
    }
}

/// Writes a digraph scope by scope; a state with states in it is a cluster, and ways to it end at its border.
private struct DOTDrawing {
    var text = """
        digraph {
            compound=true
            graph [fontname="Helvetica", style=rounded, color=gray60]
            node [fontname="Helvetica", fontsize=11, shape=box, style="rounded,filled", fillcolor=white]
            edge [fontname="Helvetica", fontsize=9]

        """

    mutating func draw(_ scope: StateGraph.Scope, prefix: String, indent: String) {
        if scope.start != nil {
            text += "\(indent)\(prefix)start [shape=circle, label=\"\", width=0.15, fillcolor=black]\n"
        }
        for (position, node) in scope.nodes.enumerated() {
            draw(node, id: "\(prefix)\(position)", indent: indent)
        }
        if let start = scope.start {
            line(from: "start", to: "\(start)", target: scope.nodes[start], prefix: prefix, indent: indent)
        }
        for edge in scope.edges {
            var attributes: [String] = []
            if !edge.label.isEmpty { attributes.append("label=\(quoted(edge.label.shortened(to: 60)))") }
            if edge.kind == .catch { attributes.append("style=dashed, color=firebrick") }
            line(
                from: "\(edge.source)",
                source: scope.nodes[edge.source],
                to: "\(edge.target)",
                target: scope.nodes[edge.target],
                prefix: prefix,
                indent: indent,
                attributes: attributes
            )
        }
        guard scope.nodes.contains(where: \.isEnd) else { return }
        text += "\(indent)\(prefix)stop [shape=doublecircle, label=\"\", width=0.12, fillcolor=black]\n"
        for (position, node) in scope.nodes.enumerated() where node.isEnd {
            line(from: "\(position)", source: node, to: "stop", prefix: prefix, indent: indent)
        }
    }

    private mutating func draw(_ node: StateGraph.Node, id: String, indent: String) {
        guard !node.scopes.isEmpty else {
            let attributes =
                switch node.type {
                case .choice: ", shape=diamond, style=filled, fillcolor=lightyellow"
                case .succeed: ", fillcolor=honeydew"
                case .fail: ", fillcolor=mistyrose"
                case .task: ", fillcolor=aliceblue"
                case .pass, .wait, .parallel, .map: ""
                }
            text += "\(indent)\(id) [label=\(quoted(node.name))\(attributes)]\n"
            return
        }
        text +=
            "\(indent)subgraph cluster_\(id) {\n\(indent)    label=\(quoted("\(node.name) (\(node.type.rawValue))"))\n"
        // A point that ways to and from the cluster are tied to; they are drawn to its border only.
        text += "\(indent)    \(id) [shape=point, style=invis, width=0]\n"
        for (index, scope) in node.scopes.enumerated() {
            text += "\(indent)    subgraph cluster_\(id)b\(index) {\n"
            text += "\(indent)        label=\(quoted(scope.title ?? ""))\n"
            draw(scope, prefix: "\(id)b\(index)s", indent: indent + "        ")
            text += "\(indent)    }\n"
        }
        text += "\(indent)}\n"
    }

    private mutating func line(
        from: String,
        source: StateGraph.Node? = nil,
        to: String,
        target: StateGraph.Node? = nil,
        prefix: String,
        indent: String,
        attributes: [String] = []
    ) {
        var attributes = attributes
        if let source, !source.scopes.isEmpty { attributes.append("ltail=cluster_\(prefix)\(from)") }
        if let target, !target.scopes.isEmpty { attributes.append("lhead=cluster_\(prefix)\(to)") }
        let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
        text += "\(indent)\(prefix)\(from) -> \(prefix)\(to)\(list)\n"
    }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
