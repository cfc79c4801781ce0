import FlowStore
import Synchronization

/// Whether requests could be served now, which is whether the store can be written.
///
/// Anybody may ask, and to find out costs a commit: so that is found out once a second at most.
final class Readiness: Sendable {
    private let probe: @Sendable () async throws -> Void
    private let last = Mutex<(moment: ContinuousClock.Instant, reason: String?)?>(nil)

    /// - Parameter probe: throws where the store cannot be written.
    init(_ probe: @escaping @Sendable () async throws -> Void) { self.probe = probe }

    convenience init(of store: any ExecutionStore) { self.init { try await store.probe() } }

    /// Why requests would fail, or `nil` where they would not.
    func reasonAgainst(at now: ContinuousClock.Instant = .now) async -> String? {
        if let last = last.withLock({ $0 }), now - last.moment < .seconds(1) { return last.reason }
        var reason: String?
        do {
            try await probe()
        } catch {
            reason = "the store cannot be used: \(error)"
        }
        last.withLock { [reason] in $0 = (now, reason) }
        return reason
    }
}
