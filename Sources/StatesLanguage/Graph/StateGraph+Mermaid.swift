extension StateGraph {
    /// The graph as a Mermaid flowchart.
    package var mermaid: String {
        var drawing = MermaidDrawing()
        drawing.draw(root, prefix: "s", indent: "    ")
        return drawing.text
    }
}

/// Writes a flowchart scope by scope; names are labels, since Mermaid's identifiers can't hold every name.
private struct MermaidDrawing {
    var text = "flowchart TD\n"

    mutating func draw(_ scope: StateGraph.Scope, prefix: String, indent: String) {
        if let start = scope.start {
            text += "\(indent)\(prefix)start((\" \")) --> \(prefix)\(start)\n"
        }
        for (position, node) in scope.nodes.enumerated() {
            draw(node, id: "\(prefix)\(position)", indent: indent)
        }
        for edge in scope.edges {
            let arrow = edge.kind == .catch ? "-.->" : "-->"
            let label = edge.label.isEmpty ? "" : "|\"\(escaped(edge.label.shortened(to: 60)))\"|"
            text += "\(indent)\(prefix)\(edge.source) \(arrow)\(label) \(prefix)\(edge.target)\n"
        }
        for (position, node) in scope.nodes.enumerated() where node.isEnd {
            text += "\(indent)\(prefix)\(position) --> \(prefix)stop(((\" \")))\n"
        }
    }

    private mutating func draw(_ node: StateGraph.Node, id: String, indent: String) {
        let label = "\"\(escaped(node.name))\""
        guard node.scopes.isEmpty else {
            text += "\(indent)subgraph \(id)[\"\(escaped("\(node.name) (\(node.type.rawValue))"))\"]\n"
            for (index, scope) in node.scopes.enumerated() {
                text += "\(indent)    subgraph \(id)b\(index)[\"\(escaped(scope.title ?? ""))\"]\n"
                draw(scope, prefix: "\(id)b\(index)s", indent: indent + "        ")
                text += "\(indent)    end\n"
            }
            text += "\(indent)end\n"
            return
        }
        let shape =
            switch node.type {
            case .choice: "{\(label)}"
            case .wait: "([\(label)])"
            case .pass: "[/\(label)/]"
            case .succeed, .fail: "([\(label)])"
            case .task, .parallel, .map: "[\(label)]"
            }
        text += "\(indent)\(id)\(shape)\n"
    }

    /// Mermaid reads `#quot;` as a quote; a line break would end the statement.
    private func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "#quot;"
            case "#": escaped += "#35;"
            case "<": escaped += "#lt;"
            case ">": escaped += "#gt;"
            case "&": escaped += "#amp;"
            case "`": escaped += "#96;"
            case _ where scalar.value < 0x20: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension String {
    /// The text, or its beginning with an ellipsis where it is longer than `limit` characters.
    func shortened(to limit: Int) -> String { count <= limit ? self : prefix(limit - 1) + "…" }
}
