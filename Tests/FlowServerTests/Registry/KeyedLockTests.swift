import Synchronization
import Testing

@testable import FlowServer

@Suite("One at a time for a key")
struct KeyedLockTests {
    /// How many are inside, and how many were at most.
    private final class Counts: Sendable {
        private let counts = Mutex((inside: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func enter() {
            counts.withLock { counts in
                counts.inside += 1
                counts.most = max(counts.most, counts.inside)
            }
        }

        func leave() { counts.withLock { $0.inside -= 1 } }
    }

    @Test("those of one key wait for each other, also where one fails")
    func turns() async {
        let lock = KeyedLock()
        let counts = Counts()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    // `try?`: every third fails by itself.
                    try? await lock.withLock("a") {
                        counts.enter()
                        await Task.yield()
                        counts.leave()
                        if number.isMultiple(of: 3) { throw CancellationError() }
                    }
                }
            }
        }
        #expect(counts.most == 1)
    }

    @Test("those of different keys do not")
    func keys() async throws {
        let lock = KeyedLock()
        let answer = try await lock.withLock("a") { try await lock.withLock("b") { 7 } }
        #expect(answer == 7)
    }
}
