/// Orders the vertices of each layer, and finds their places from left to right.
struct LayerColumns {
    private let layering: Layering
    private var layers: [[Int]]
    private var above: [[Int]]
    private var below: [[Int]]
    /// The place of each vertex in its layer.
    private var places: [Int]

    init(_ layering: Layering) {
        self.layering = layering
        layers = Array(repeating: [], count: layering.layerCount)
        above = Array(repeating: [], count: layering.vertices.count)
        below = above
        for chain in layering.chains {
            for (upper, lower) in zip(chain, chain.dropFirst()) {
                below[upper].append(lower)
                above[lower].append(upper)
            }
        }
        places = Array(repeating: 0, count: layering.vertices.count)
        for (vertex, value) in layering.vertices.enumerated() {
            places[vertex] = layers[value.layer].count
            layers[value.layer].append(vertex)
        }
    }

    /// Sweeps down and up, each layer by the mean of its neighbours; the order with the fewest crossings stays.
    mutating func order() {
        var best = layers
        var fewest = crossings()
        for sweep in 0..<12 where fewest > 0 {
            let isDown = sweep % 2 == 0
            for layer in isDown ? Array(layers.indices) : layers.indices.reversed() {
                sort(layer, by: isDown ? above : below)
            }
            let count = crossings()
            if count < fewest { (fewest, best) = (count, layers) }
        }
        layers = best
    }

    private mutating func sort(_ layer: Int, by neighbours: [[Int]]) {
        let keyed = layers[layer].enumerated().map { place, vertex in
            let near = neighbours[vertex]
            let sum = near.reduce(0) { $0 + places[$1] }
            return (vertex: vertex, mean: near.isEmpty ? Double(place) : Double(sum) / Double(near.count), place: place)
        }
        layers[layer] = keyed.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.vertex)
        for (place, vertex) in layers[layer].enumerated() { places[vertex] = place }
    }

    /// How many pairs of links between neighbouring layers cross.
    private func crossings() -> Int {
        zip(layers, layers.dropFirst()).reduce(0) { sum, pair in
            let ends = pair.0.flatMap { vertex in below[vertex].map { places[$0] }.sorted() }
            return sum + Self.inversions(in: ends, limit: pair.1.count)
        }
    }

    /// How many pairs of numbers, all from 0, stand in the wrong order: counted with a Fenwick tree.
    private static func inversions(in numbers: [Int], limit: Int) -> Int {
        let size = max(limit, (numbers.max() ?? 0) + 1)
        var tree = Array(repeating: 0, count: size + 1)
        var count = 0
        for (seen, number) in numbers.enumerated() {
            var index = number + 1
            var notLarger = 0
            while index > 0 {
                notLarger += tree[index]
                index &= index - 1
            }
            count += seen - notLarger
            index = number + 1
            while index <= size {
                tree[index] += 1
                index += index & -index
            }
        }
        return count
    }

    /// The centre of each vertex from left to right, the leftmost border at 0.
    func positions() -> [Double] {
        var x = Array(repeating: 0.0, count: layering.vertices.count)
        for layer in layers { arrange(layer, wishes: layer.map { x[$0] }, &x) }
        for sweep in 0..<16 {
            let isDown = sweep % 2 == 0
            for layer in isDown ? layers : layers.reversed() {
                let wishes = layer.map { vertex in
                    let first = isDown ? above[vertex] : below[vertex]
                    let neighbours = first.isEmpty ? above[vertex] + below[vertex] : first
                    return neighbours.isEmpty
                        ? x[vertex] : neighbours.map { x[$0] }.reduce(0, +) / Double(neighbours.count)
                }
                arrange(layer, wishes: wishes, &x)
            }
        }
        let left = x.indices.map { x[$0] - layering.vertices[$0].size.width / 2 }.min() ?? 0
        return x.map { $0 - left }
    }

    /// Puts each vertex of a layer as near to its wish as the order and the gaps allow, in least squares.
    private func arrange(_ layer: [Int], wishes: [Double], _ x: inout [Double]) {
        var offsets: [Double] = []
        var offset = 0.0
        for (place, vertex) in layer.enumerated() {
            let half = layering.vertices[vertex].size.width / 2
            if place > 0 {
                offset += layering.vertices[layer[place - 1]].size.width / 2 + LayeredLayout.boxGap + half
            }
            offsets.append(offset)
        }
        // Neighbours whose wishes would bring them too near become one block at the mean of the wishes.
        var blocks: [(sum: Double, count: Int)] = []
        for place in layer.indices {
            blocks.append((wishes[place] - offsets[place], 1))
            while blocks.count > 1, let last = blocks.last,
                mean(blocks[blocks.count - 2]) > mean(last)
            {
                blocks.removeLast()
                blocks[blocks.count - 1].sum += last.sum
                blocks[blocks.count - 1].count += last.count
            }
        }
        var place = 0
        for block in blocks {
            for _ in 0..<block.count {
                x[layer[place]] = mean(block) + offsets[place]
                place += 1
            }
        }
    }

    private func mean(_ block: (sum: Double, count: Int)) -> Double { block.sum / Double(block.count) }
}
