import FlowEngine
import FlowMachine
import FlowStore
import Synchronization

/// A memory store that tells how often it was committed to.
final class CountingStore: ExecutionStore {
    private let inner = MemoryStore()
    private let phase = Mutex((count: 0, waiter: Signal?.none, wanted: 0))

    func commit(_ commit: ExecutionCommit) async throws {
        try await inner.commit(commit)
        let waiter = phase.withLock { phase in
            phase.count += 1
            return phase.count >= phase.wanted ? phase.waiter : nil
        }
        waiter?.fire()
    }

    /// Returns when there were that many commits.
    func commits(atLeast wanted: Int) async {
        let signal = Signal()
        let isLate = phase.withLock { phase in
            phase.waiter = signal
            phase.wanted = wanted
            return phase.count >= wanted
        }
        if !isLate { await signal.wait() }
    }

    func load(_ id: ExecutionID) async throws -> StoredExecution? { try await inner.load(id) }
    func list(_ selection: ExecutionSelection) async throws -> [ExecutionSummary] { try await inner.list(selection) }
    func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        try await inner.events(of: id, from: first, limit: limit)
    }
    func mapRun(_ arn: String) async throws -> StoredMapRun? { try await inner.mapRun(arn) }
    func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun] { try await inner.mapRuns(of: id) }
    func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws {
        try await inner.update(update, ofMapRun: arn)
    }
}

/// A store that dies at a commit, before or after it was kept, and answers nothing any more.
final class DyingStore: ExecutionStore {
    enum Moment: Sendable {
        case beforeTheCommit
        case afterTheCommit
    }
    let inner: MemoryStore
    private let moment: Moment
    private let left: Mutex<Int>

    /// - Parameter number: which commit is the last one, from 1.
    init(_ inner: MemoryStore, at number: Int, _ moment: Moment) {
        self.inner = inner
        self.moment = moment
        left = Mutex(number)
    }

    func commit(_ commit: ExecutionCommit) async throws {
        let number = left.withLock { left in
            left -= 1
            return left
        }
        if number > 0 || number == 0 && moment == .afterTheCommit { try await inner.commit(commit) }
        if number <= 0 { throw StoreError(.unavailable, "The power went off.") }
    }

    func load(_ id: ExecutionID) async throws -> StoredExecution? { try await inner.load(id) }
    func list(_ selection: ExecutionSelection) async throws -> [ExecutionSummary] { try await inner.list(selection) }
    func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        try await inner.events(of: id, from: first, limit: limit)
    }
    func mapRun(_ arn: String) async throws -> StoredMapRun? { try await inner.mapRun(arn) }
    func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun] { try await inner.mapRuns(of: id) }
    func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws {
        try await inner.update(update, ofMapRun: arn)
    }
}
