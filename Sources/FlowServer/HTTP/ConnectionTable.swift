import Synchronization

/// The open connections, of which there are only so many.
///
/// Where one comes too many, that which has been of no use for the longest time has to go, so that clients who open
/// connections and say nothing, or say it very slowly, keep nobody else out.
final class ConnectionTable: Sendable {
    /// What a connection is doing.
    enum Activity: Hashable {
        /// It waits for a request, or for the rest of a request's headers.
        case idle(since: ContinuousClock.Instant)
        /// It takes in a request.
        case reading(since: ContinuousClock.Instant)
        /// A request is being answered.
        case answering
    }

    private struct Entry {
        let close: @Sendable () -> Void
        var activity: Activity
    }

    private let limit: Int
    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    init(limit: Int) { self.limit = max(1, limit) }

    /// How many connections are open.
    var count: Int { entries.withLock { $0.count } }

    /// Takes a new connection in; closes one where there are too many.
    ///
    /// - Parameter close: closes it.
    func enter(_ id: ObjectIdentifier, close: @escaping @Sendable () -> Void) {
        let closeSuperfluous = entries.withLock { entries -> (@Sendable () -> Void)? in
            let oldest = entries.count < limit ? nil : Self.leastUseful(of: entries)
            if entries.count >= limit, oldest == nil { return close }
            entries[id] = Entry(close: close, activity: .idle(since: .now))
            return oldest.flatMap { entries.removeValue(forKey: $0)?.close }
        }
        closeSuperfluous?()
    }

    func note(_ activity: Activity, of id: ObjectIdentifier) { entries.withLock { $0[id]?.activity = activity } }

    func leave(_ id: ObjectIdentifier) { entries.withLock { _ = $0.removeValue(forKey: id) } }

    /// The connection that is idle for the longest time, else that whose request has been coming for the longest time.
    private static func leastUseful(of entries: [ObjectIdentifier: Entry]) -> ObjectIdentifier? {
        var idle: (id: ObjectIdentifier, since: ContinuousClock.Instant)?
        var reading: (id: ObjectIdentifier, since: ContinuousClock.Instant)?
        for (id, entry) in entries {
            switch entry.activity {
            case .idle(let since): if idle.map({ since < $0.since }) ?? true { idle = (id, since) }
            case .reading(let since): if reading.map({ since < $0.since }) ?? true { reading = (id, since) }
            case .answering: break
            }
        }
        return idle?.id ?? reading?.id
    }
}
