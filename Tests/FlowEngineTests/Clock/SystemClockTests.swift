import Testing

@testable import FlowEngine

@Suite("The machine's clock")
struct SystemClockTests {
    @Test(
        "is looked at a second before the moment, and at least once a minute",
        arguments: [
            (0, 0), (9, 9), (2_000, 2_000), (2_001, 1_001), (60_999, 59_999), (61_000, 60_000),
            (31_536_000_000, 60_000),
        ] as [(remaining: Int64, piece: Int64)]
    )
    func pieces(remaining: Int64, piece: Int64) {
        #expect(SystemClock.piece(of: remaining) == piece)
    }

    @Test("is watched until the watch is cancelled", .timeLimit(.minutes(5)))
    func watch() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await SystemClock().watchChanges {} }
            await Task.yield()
            group.cancelAll()
            await group.waitForAll()
        }
    }
}
