/// The states of one scope as they are drawn, with the dots where an execution begins and ends.
struct ScopeDrawing {
    let size: Size
    let title: String
    private let nodes: [NodeDrawing]
    private let edges: [StateGraph.Edge?]
    private let links: [LayeredLayout.Link]
    private let layout: LayeredLayout
    private let hasStart: Bool
    private let hasEnd: Bool

    private static let dot = Size(width: 14, height: 14)
    private static let labelLimit = 44

    init(_ scope: StateGraph.Scope) {
        title = scope.title ?? ""
        nodes = scope.nodes.map(NodeDrawing.init)
        var boxes = nodes.map(\.size)
        var links: [LayeredLayout.Link] = []
        var edges: [StateGraph.Edge?] = []
        hasStart = scope.start != nil
        let startDot = boxes.count
        if let start = scope.start {
            boxes.append(Self.dot)
            links.append(LayeredLayout.Link(source: startDot, target: start, label: nil))
            edges.append(nil)
        }
        for edge in scope.edges {
            let label = edge.label.isEmpty ? nil : Self.labelSize(edge.label)
            links.append(LayeredLayout.Link(source: edge.source, target: edge.target, label: label))
            edges.append(edge)
            // Room at the right for the loop and its label.
            if edge.source == edge.target { boxes[edge.source].width += 2 * Self.loopWidth(label) }
        }
        hasEnd = scope.nodes.contains(where: \.isEnd)
        if hasEnd {
            let endDot = boxes.count
            boxes.append(Self.dot)
            for (position, node) in scope.nodes.enumerated() where node.isEnd {
                links.append(LayeredLayout.Link(source: position, target: endDot, label: nil))
                edges.append(nil)
            }
        }
        self.links = links
        self.edges = edges
        layout = LayeredLayout(boxes: boxes, links: links, start: hasStart ? startDot : 0)
        size = layout.size
    }

    private static func labelSize(_ label: String) -> Size {
        Size(width: label.shortened(to: labelLimit).width(fontSize: 11) + 8, height: 16)
    }

    private static func loopWidth(_ label: Size?) -> Double { 26 + (label?.width ?? 0) }

    func svg(at origin: Point) -> String {
        var text = "<g transform=\"translate(\(origin.x.inSVG) \(origin.y.inSVG))\">\n"
        for (index, route) in layout.routes.enumerated() where !route.isEmpty { text += way(edges[index], route) }
        for (index, node) in nodes.enumerated() { text += node.svg(at: layout.centres[index]) }
        if hasStart { text += circle(layout.centres[nodes.count], radius: 6) }
        if hasEnd, let end = layout.centres.last {
            text += "<circle cx=\"\(end.x.inSVG)\" cy=\"\(end.y.inSVG)\" r=\"7\" class=\"box\"/>\n"
            text += circle(end, radius: 4)
        }
        for (index, edge) in edges.enumerated() {
            guard let edge else { continue }
            if edge.source == edge.target {
                text += loop(edge, links[index].label)
            } else if let centre = layout.labels[index] {
                text += label(edge.label, at: centre)
            }
        }
        return text + "</g>\n"
    }

    private func circle(_ centre: Point, radius: Double) -> String {
        "<circle cx=\"\(centre.x.inSVG)\" cy=\"\(centre.y.inSVG)\" r=\"\(radius.inSVG)\" class=\"dot\"/>\n"
    }

    /// A smooth line: straight down through the layers, bent between them.
    private func way(_ edge: StateGraph.Edge?, _ route: [Point]) -> String {
        var path = "M\(pair(route[0]))"
        for (from, to) in zip(route, route.dropFirst()) {
            if from.x == to.x {
                path += " L\(pair(to))"
            } else {
                let middle = (from.y + to.y) / 2
                path += " C\(pair(Point(x: from.x, y: middle))) \(pair(Point(x: to.x, y: middle))) \(pair(to))"
            }
        }
        return line(path, edge?.kind)
    }

    /// A way from a state to itself, at its right side.
    private func loop(_ edge: StateGraph.Edge, _ labelSize: Size?) -> String {
        let node = nodes[edge.source].size
        let centre = layout.centres[edge.source]
        let right = centre.x + node.width / 2
        let (top, bottom) = (centre.y - 9, centre.y + 9)
        let path =
            "M\(pair(Point(x: right, y: top))) C\(pair(Point(x: right + 26, y: top - 8))) "
            + "\(pair(Point(x: right + 26, y: bottom + 8))) \(pair(Point(x: right + 1, y: bottom)))"
        guard let labelSize else { return line(path, edge.kind) }
        return line(path, edge.kind) + label(edge.label, at: Point(x: right + 24 + labelSize.width / 2, y: centre.y))
    }

    private func line(_ path: String, _ kind: StateGraph.Edge.Kind?) -> String {
        let (style, marker) = kind == .catch ? ("way catch", "catch-arrow") : ("way", "arrow")
        return "<path d=\"\(path)\" class=\"\(style)\" marker-end=\"url(#\(marker))\"/>\n"
    }

    private func label(_ text: String, at centre: Point) -> String {
        let size = Self.labelSize(text)
        let plate = NodeDrawing.rectangle(
            centre.x - size.width / 2,
            centre.y - size.height / 2,
            size,
            3,
            "class=\"plate\""
        )
        let shown = NodeDrawing.text(
            text.shortened(to: Self.labelLimit),
            "label",
            at: Point(x: centre.x, y: centre.y + 4)
        )
        return "<g><title>\(text.inXML)</title>\(plate)\(shown)</g>\n"
    }

    private func pair(_ point: Point) -> String { "\(point.x.inSVG) \(point.y.inSVG)" }
}
