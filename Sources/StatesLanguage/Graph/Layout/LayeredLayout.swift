/// A point of a drawing, x to the right and y down.
struct Point: Hashable {
    var x: Double
    var y: Double
}

/// The width and the height of something drawn.
struct Size: Hashable {
    var width: Double
    var height: Double
}

/// Places boxes in layers from the top, so that links lead down and cross seldom.
///
/// Sugiyama's way: turn round the links that close a cycle, give each box a layer, put a bend into each layer that a
/// link only passes, order every layer by the mean of the neighbours, then move everything as near to its neighbours as
/// the order allows.
struct LayeredLayout {
    /// A way from one box to another, with the size of its label.
    struct Link {
        var source: Int
        var target: Int
        var label: Size?
    }

    static let layerGap = 26.0
    static let boxGap = 28.0

    /// The centre of each box.
    private(set) var centres: [Point] = []
    /// For each link its points from the source's border to the target's; empty for a link from a box to itself.
    private(set) var routes: [[Point]] = []
    /// For each link the centre of its label.
    private(set) var labels: [Point?] = []
    /// What the whole takes.
    private(set) var size = Size(width: 0, height: 0)

    init(boxes: [Size], links: [Link], start: Int) {
        let layering = Layering(boxes: boxes, links: links, start: start)
        var columns = LayerColumns(layering)
        columns.order()
        let x = columns.positions()
        place(layering, boxes, x)
        route(layering, links, boxes, x)
    }

    private mutating func place(_ layering: Layering, _ boxes: [Size], _ x: [Double]) {
        var top = 0.0
        var middle: [Double] = []
        heights = Array(repeating: 0, count: layering.layerCount)
        for vertex in layering.vertices { heights[vertex.layer] = max(heights[vertex.layer], vertex.size.height) }
        for height in heights {
            tops.append(top)
            middle.append(top + height / 2)
            top += height + Self.layerGap
        }
        centres = boxes.indices.map { Point(x: x[$0], y: middle[layering.vertices[$0].layer]) }
        let right = layering.vertices.indices.map { x[$0] + layering.vertices[$0].size.width / 2 }.max() ?? 0
        size = Size(width: right, height: max(0, top - Self.layerGap))
    }

    private var tops: [Double] = []
    private var heights: [Double] = []

    private mutating func route(_ layering: Layering, _ links: [Link], _ boxes: [Size], _ x: [Double]) {
        let ports = Ports(layering, boxes, x)
        routes = Array(repeating: [], count: links.count)
        labels = Array(repeating: nil, count: links.count)
        for (index, chain) in layering.chains.enumerated() where chain.count > 1 {
            var points: [Point] = []
            for (place, vertex) in chain.enumerated() {
                let layer = layering.vertices[vertex].layer
                switch place {
                case 0:
                    let bottom = centres[vertex].y + boxes[vertex].height / 2
                    points.append(Point(x: ports.leaving(vertex, link: index), y: bottom))
                case chain.count - 1:
                    let top = centres[vertex].y - boxes[vertex].height / 2
                    points.append(Point(x: ports.entering(vertex, link: index), y: top))
                default:
                    points.append(Point(x: x[vertex], y: tops[layer]))
                    points.append(Point(x: x[vertex], y: tops[layer] + heights[layer]))
                    if vertex == layering.labelVertices[index] {
                        labels[index] = Point(x: x[vertex], y: tops[layer] + heights[layer] / 2)
                    }
                }
            }
            routes[index] = layering.isReversed[index] ? points.reversed() : points
        }
    }
}

/// Where links leave and enter boxes: side by side, in the order of where they lead.
private struct Ports {
    private var leaving: [Int: [Int: Double]] = [:]
    private var entering: [Int: [Int: Double]] = [:]

    init(_ layering: Layering, _ boxes: [Size], _ x: [Double]) {
        var below: [Int: [(link: Int, x: Double)]] = [:]
        var above: [Int: [(link: Int, x: Double)]] = [:]
        for (link, chain) in layering.chains.enumerated() where chain.count > 1 {
            below[chain[0], default: []].append((link, x[chain[1]]))
            above[chain[chain.count - 1], default: []].append((link, x[chain[chain.count - 2]]))
        }
        leaving = below.reduce(into: [:]) { $0[$1.key] = Self.spread($1.value, over: boxes[$1.key], at: x[$1.key]) }
        entering = above.reduce(into: [:]) { $0[$1.key] = Self.spread($1.value, over: boxes[$1.key], at: x[$1.key]) }
    }

    func leaving(_ box: Int, link: Int) -> Double { leaving[box]?[link] ?? 0 }

    func entering(_ box: Int, link: Int) -> Double { entering[box]?[link] ?? 0 }

    private static func spread(_ links: [(link: Int, x: Double)], over box: Size, at centre: Double) -> [Int: Double] {
        let sorted = links.sorted { ($0.x, Double($0.link)) < ($1.x, Double($1.link)) }
        let step = min(16, box.width * 0.6 / Double(max(1, sorted.count)))
        let first = centre - step * Double(sorted.count - 1) / 2
        var ports: [Int: Double] = [:]
        for (index, link) in sorted.enumerated() { ports[link.link] = first + step * Double(index) }
        return ports
    }
}
