/// Boxes and links as vertices in layers, with a vertex of its own wherever a link passes a layer.
struct Layering {
    struct Vertex {
        var size: Size
        var layer: Int
    }

    /// The boxes first, then bends and labels.
    private(set) var vertices: [Vertex]
    /// For each link its vertices from the upper box to the lower one; one vertex for a link to itself.
    private(set) var chains: [[Int]] = []
    /// For each link the vertex that stands for its label.
    private(set) var labelVertices: [Int?]
    /// Whether a link leads up, so that its chain begins at its target.
    private(set) var isReversed: [Bool]
    private(set) var layerCount = 0

    private static let bend = Size(width: 8, height: 0)
    /// A graph with more bends than anybody can follow gets none, so that it is drawn in good time.
    private static let bendLimit = 20_000

    init(boxes: [Size], links: [LayeredLayout.Link], start: Int) {
        vertices = boxes.map { Vertex(size: $0, layer: 0) }
        labelVertices = Array(repeating: nil, count: links.count)
        isReversed = Self.backLinks(among: links, boxCount: boxes.count, start: start)
        assignLayers(links)
        let bends = links.reduce(0) { $0 + abs(vertices[$1.source].layer - vertices[$1.target].layer) }
        for (index, link) in links.enumerated() {
            chains.append(chain(of: link, index, hasBends: bends <= Self.bendLimit))
        }
        layerCount = (vertices.map(\.layer).max() ?? -1) + 1
    }

    /// The links that lead to a box from which the walk has come.
    private static func backLinks(among links: [LayeredLayout.Link], boxCount: Int, start: Int) -> [Bool] {
        var outgoing: [[Int]] = Array(repeating: [], count: boxCount)
        for (index, link) in links.enumerated() { outgoing[link.source].append(index) }
        var isBack = Array(repeating: false, count: links.count)
        var state = Array(repeating: 0, count: boxCount)
        for root in [start] + Array(0..<boxCount) where root < boxCount && state[root] == 0 {
            var stack: [(box: Int, next: Int)] = [(root, 0)]
            state[root] = 1
            while let (box, next) = stack.last {
                guard next < outgoing[box].count else {
                    state[box] = 2
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let link = outgoing[box][next]
                let target = links[link].target
                if state[target] == 1 {
                    isBack[link] = true
                } else if state[target] == 0 {
                    state[target] = 1
                    stack.append((target, 0))
                }
            }
        }
        return isBack
    }

    private func ends(of link: LayeredLayout.Link, _ index: Int) -> (upper: Int, lower: Int) {
        isReversed[index] ? (link.target, link.source) : (link.source, link.target)
    }

    /// The longest way from a top, a layer for each box and one more for each label on the way.
    private mutating func assignLayers(_ links: [LayeredLayout.Link]) {
        var outgoing: [[Int]] = Array(repeating: [], count: vertices.count)
        var waiting = Array(repeating: 0, count: vertices.count)
        for (index, link) in links.enumerated() where link.source != link.target {
            let (upper, lower) = ends(of: link, index)
            outgoing[upper].append(index)
            waiting[lower] += 1
        }
        var ready = vertices.indices.filter { waiting[$0] == 0 }
        while let box = ready.popLast() {
            for index in outgoing[box] {
                let lower = ends(of: links[index], index).lower
                let length = links[index].label == nil ? 1 : 2
                vertices[lower].layer = max(vertices[lower].layer, vertices[box].layer + length)
                waiting[lower] -= 1
                if waiting[lower] == 0 { ready.append(lower) }
            }
        }
    }

    private mutating func chain(of link: LayeredLayout.Link, _ index: Int, hasBends: Bool) -> [Int] {
        guard link.source != link.target else { return [link.source] }
        let (upper, lower) = ends(of: link, index)
        let layers = (vertices[upper].layer + 1)..<max(vertices[lower].layer, vertices[upper].layer + 1)
        var chain = [upper]
        for layer in layers {
            // The label stands next to where the way begins, since that is where it is chosen.
            let isLabel = link.label != nil && layer == (isReversed[index] ? layers.upperBound - 1 : layers.lowerBound)
            if !hasBends, !isLabel { continue }
            if isLabel { labelVertices[index] = vertices.count }
            chain.append(vertices.count)
            vertices.append(Vertex(size: isLabel ? link.label ?? Self.bend : Self.bend, layer: layer))
        }
        return chain + [lower]
    }
}
