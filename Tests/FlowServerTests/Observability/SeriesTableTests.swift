import Synchronization
import Testing

@testable import FlowServer

@Suite("A table of series")
struct SeriesTableTests {
    @Test("makes each series once, for all who ask at a time")
    func once() async {
        let made = Mutex<[Int]>([])
        let table = SeriesTable<Int, Int> { key in
            made.withLock { $0.append(key) }
            return 10 * key
        }
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 { group.addTask { table[number % 4] == 10 * (number % 4) } }
            for await isRight in group { #expect(isRight) }
        }
        #expect(made.withLock { $0.sorted() } == [0, 1, 2, 3])
    }
}
