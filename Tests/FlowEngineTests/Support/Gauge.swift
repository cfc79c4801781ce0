import Synchronization

/// Counts how many are inside at the same time.
final class Gauge: Sendable {
    private let inside = Mutex((now: 0, most: 0))

    var most: Int { inside.withLock { $0.most } }

    /// Is inside for as long as others get to run.
    func hold() async {
        inside.withLock { inside in
            inside.now += 1
            inside.most = max(inside.most, inside.now)
        }
        for _ in 0..<20 { await Task.yield() }
        inside.withLock { $0.now -= 1 }
    }
}
