import Synchronization

/// Counts how many are inside at the same time, and lets nobody out before so many were.
final class Gauge: Sendable {
    private let wanted: Int
    private let inside = Mutex((now: 0, most: 0))
    private let isFull = Journal()

    var most: Int { inside.withLock { $0.most } }

    init(wanted: Int) { self.wanted = wanted }

    /// Is inside until as many as are wanted were at the same time, and for as long as others then get to run.
    func hold() async {
        let most = inside.withLock { inside in
            inside.now += 1
            inside.most = max(inside.most, inside.now)
            return inside.most
        }
        if most >= wanted { isFull.note("full") }
        await isFull.wait(for: "full")
        for _ in 0..<20 { await Task.yield() }
        inside.withLock { $0.now -= 1 }
    }
}
