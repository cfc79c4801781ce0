import FlowMachine
import FlowStore
import Testing

@testable import FlowCLI
@testable import FlowEngine

@Suite("Map runs in words")
struct MapRunWordsTests {
    @Test(
        "tell how far the items are, and whether more may come",
        arguments: [
            (0, 0, 0, false, "no items yet"), (0, 0, 0, true, "0 of 0 items"),
            (1_200, 0, 5_000, false, "1,200 of 5,000+ items"),
            (7, 3, 10, true, "10 of 10 items  3 failed"),
        ] as [(succeeded: Int, failed: Int, total: Int, isKnown: Bool, expected: String)]
    )
    func words(succeeded: Int, failed: Int, total: Int, isKnown: Bool, expected: String) {
        var items = MapRunCounts()
        (items.succeeded, items.failed, items.total) = (succeeded, failed, total)
        let id = MapRunID(rawValue: 1)
        let progress = MapRunProgress(id: id, stateName: "M", items: items, executions: items, isTotalKnown: isKnown)
        #expect([id: progress].inWords == expected)
    }

    @Test("a run's name has its time and four digits")
    func runNames() {
        for _ in 0..<100 {
            let parts = RunCommand.executionName().split(separator: "-").map(\.count)
            #expect(parts == [3, 8, 6, 4])
        }
    }
}
