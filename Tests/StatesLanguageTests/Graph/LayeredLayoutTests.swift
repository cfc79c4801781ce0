import Testing

@testable import StatesLanguage

@Suite struct LayeredLayoutTests {
    /// Layouts of random graphs from a fixed seed.
    @Test("no box covers another, and every way leads from border to border", arguments: 0..<60)
    func overlaps(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let count = Int.random(in: 1...25, using: &random)
        let boxes = (0..<count).map { _ in
            Size(width: .random(in: 10...300, using: &random), height: .random(in: 10...90, using: &random))
        }
        let links = (0..<Int.random(in: 0...50, using: &random)).map { _ in
            LayeredLayout.Link(
                source: .random(in: 0..<count, using: &random),
                target: .random(in: 0..<count, using: &random),
                label: Bool.random(using: &random) ? Size(width: 60, height: 16) : nil
            )
        }
        let layout = LayeredLayout(boxes: boxes, links: links, start: 0)
        for first in 0..<count {
            #expect(layout.centres[first].x - boxes[first].width / 2 >= -0.01)
            #expect(layout.centres[first].x + boxes[first].width / 2 <= layout.size.width + 0.01)
            #expect(layout.centres[first].y + boxes[first].height / 2 <= layout.size.height + 0.01)
            for second in 0..<first {
                let apartX = abs(layout.centres[first].x - layout.centres[second].x)
                let apartY = abs(layout.centres[first].y - layout.centres[second].y)
                let isApart =
                    apartX >= (boxes[first].width + boxes[second].width) / 2
                    || apartY >= (boxes[first].height + boxes[second].height) / 2
                #expect(isApart, "boxes \(first) and \(second)")
            }
        }
        for (link, route) in zip(links, layout.routes) {
            guard link.source != link.target else {
                #expect(route.isEmpty)
                continue
            }
            for (end, box) in [(route.first, link.source), (route.last, link.target)] {
                let distance = abs((end?.y ?? .infinity) - layout.centres[box].y)
                #expect(abs(distance - boxes[box].height / 2) < 0.01)
            }
        }
        for (link, label) in zip(links, layout.labels) {
            #expect((label == nil) == (link.label == nil || link.source == link.target))
        }
    }
}
