/// A state as it is drawn: a shape of its type, or a group with the states inside it.
struct NodeDrawing {
    let size: Size
    private let node: StateGraph.Node
    private let label: String
    private let scopes: [ScopeDrawing]

    private static let header = 34.0
    private static let padding = 12.0
    private static let titleHeight = 20.0

    init(_ node: StateGraph.Node) {
        self.node = node
        label = node.name.shortened(to: 44)
        scopes = node.scopes.map(ScopeDrawing.init)
        let text = label.width(fontSize: 13)
        guard !scopes.isEmpty else {
            let room = node.type == .choice ? 56.0 : node.type == .task || node.type == .pass ? 26.0 : 40.0
            size = Size(width: max(96, text + room), height: 42)
            return
        }
        let inner = scopes.map { Self.outer($0) }
        let width = inner.map(\.width).reduce(0, +) + Self.padding * Double(inner.count + 1)
        let height = inner.map(\.height).max() ?? 0
        size = Size(width: max(width, text + 40), height: Self.header + height + Self.padding)
    }

    /// The size of a scope with its border and title.
    private static func outer(_ scope: ScopeDrawing) -> Size {
        Size(width: scope.size.width + 2 * padding, height: scope.size.height + 2 * padding + titleHeight)
    }

    func svg(at centre: Point) -> String {
        let left = centre.x - size.width / 2
        let top = centre.y - size.height / 2
        let comment = node.comment.map { ": \($0)" } ?? ""
        let tip = "<title>\("\(node.name) (\(node.type.rawValue))\(comment)".inXML)</title>"
        guard scopes.isEmpty else { return "<g>\(tip)\n\(group(left, top))</g>\n" }
        return "<g>\(tip)\(shape(left, top))"
            + Self.text(label, "", at: Point(x: centre.x, y: centre.y + 1))
            + Self.text(node.type.rawValue, "type", at: Point(x: centre.x, y: centre.y + 14)) + "</g>\n"
    }

    private func shape(_ left: Double, _ top: Double) -> String {
        let style = "class=\"box \(node.type.rawValue)\""
        guard node.type == .choice else {
            let radius: Double = node.type == .task || node.type == .pass ? 5 : size.height / 2
            return Self.rectangle(left, top, size, radius, style)
        }
        let (right, bottom, middle) = (left + size.width, top + size.height, top + size.height / 2)
        let corners = [
            (left, middle), (left + 16, top), (right - 16, top), (right, middle), (right - 16, bottom),
            (left + 16, bottom),
        ]
        let points = corners.map { "\($0.0.inSVG),\($0.1.inSVG)" }.joined(separator: " ")
        return "<polygon points=\"\(points)\" \(style)/>"
    }

    private func group(_ left: Double, _ top: Double) -> String {
        var text = Self.rectangle(left, top, size, 8, "class=\"group\"") + "\n"
        let centre = left + size.width / 2
        text += Self.text(label, "", at: Point(x: centre, y: top + 16))
        text += Self.text(node.type.rawValue, "type", at: Point(x: centre, y: top + 28)) + "\n"
        let inner = scopes.map { Self.outer($0).width }.reduce(0, +) + Self.padding * Double(scopes.count - 1)
        var x = left + (size.width - inner) / 2
        for scope in scopes {
            var outer = Self.outer(scope)
            let y = top + Self.header
            outer.height = size.height - Self.header - Self.padding
            text += Self.rectangle(x, y, outer, 6, "class=\"scope\"")
            text += Self.text(scope.title, "title", at: Point(x: x + outer.width / 2, y: y + 15)) + "\n"
            text += scope.svg(at: Point(x: x + Self.padding, y: y + Self.titleHeight + Self.padding))
            x += outer.width + Self.padding
        }
        return text
    }

    static func rectangle(_ x: Double, _ y: Double, _ size: Size, _ radius: Double, _ style: String) -> String {
        "<rect x=\"\(x.inSVG)\" y=\"\(y.inSVG)\" width=\"\(size.width.inSVG)\" height=\"\(size.height.inSVG)\" "
            + "rx=\"\(radius.inSVG)\" \(style)/>"
    }

    static func text(_ text: String, _ style: String, at point: Point) -> String {
        let style = style.isEmpty ? "" : " class=\"\(style)\""
        return "<text x=\"\(point.x.inSVG)\" y=\"\(point.y.inSVG)\"\(style)>\(text.inXML)</text>"
    }
}
