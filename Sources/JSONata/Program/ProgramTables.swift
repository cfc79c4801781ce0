/// Lays a program's tables out in memory, one behind the other.
struct ProgramTables {
    var next: UnsafeMutableRawPointer

    static func size<Element>(_ count: Int, of type: Element.Type) -> Int {
        (count * MemoryLayout<Element>.stride + 15) & ~15
    }

    static func size<Element>(of source: ArenaList<Element>) -> Int { size(source.count, of: Element.self) }

    mutating func add<Element>(_ source: ArenaList<Element>) -> UnsafeBufferPointer<Element> {
        let table = next.bindMemory(to: Element.self, capacity: source.count)
        if let start = source.memory.baseAddress { table.initialize(from: start, count: source.count) }
        next += Self.size(of: source)
        return UnsafeBufferPointer(start: table, count: source.count)
    }

    mutating func add<Source, Element>(
        _ source: ArenaList<Source>,
        _ element: (Source) -> Element
    ) -> UnsafeBufferPointer<Element> {
        let table = next.bindMemory(to: Element.self, capacity: source.count)
        for (index, item) in source.memory.enumerated() { (table + index).initialize(to: element(item)) }
        next += Self.size(source.count, of: Element.self)
        return UnsafeBufferPointer(start: table, count: source.count)
    }
}
