import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

/// A store that does what another one does, but for what it does itself.
protocol ForwardingStore: ExecutionStore {
    associatedtype Inner: ExecutionStore
    var inner: Inner { get }
}

extension ForwardingStore {
    var outlivesProcess: Bool { inner.outlivesProcess }
    func load(_ id: ExecutionID) async throws -> StoredExecution? { try await inner.load(id) }
    func summary(of id: ExecutionID) async throws -> ExecutionSummary? { try await inner.summary(of: id) }
    func input(of id: ExecutionID) async throws -> JSON? { try await inner.input(of: id) }
    func origin(of id: ExecutionID) async throws -> ExecutionOrigin? { try await inner.origin(of: id) }
    func list(_ query: ExecutionQuery) async throws -> [ExecutionSummary] { try await inner.list(query) }
    func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        try await inner.events(of: id, from: first, limit: limit)
    }
    func events(of id: ExecutionID, backwardsFrom last: Int, limit: Int) async throws -> [HistoryEvent] {
        try await inner.events(of: id, backwardsFrom: last, limit: limit)
    }
    func unsettled(after sequence: Int, limit: Int) async throws -> [ExecutionSummary] {
        try await inner.unsettled(after: sequence, limit: limit)
    }
    func timers(after cursor: TimerCursor?, until moment: Timestamp, limit: Int) async throws -> [DueTimer] {
        try await inner.timers(after: cursor, until: moment, limit: limit)
    }
    func mapRun(_ arn: String) async throws -> StoredMapRun? { try await inner.mapRun(arn) }
    func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun] { try await inner.mapRuns(of: id) }
    func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws {
        try await inner.update(update, ofMapRun: arn)
    }
    func prune(endedBefore moment: Timestamp, limit: Int) async throws -> Int {
        try await inner.prune(endedBefore: moment, limit: limit)
    }
    func probe() async throws { try await inner.probe() }
}

/// A memory store that behaves as if it were a disk: engines may leave executions to it.
struct KeepingStore: ForwardingStore {
    let inner = MemoryStore()
    var outlivesProcess: Bool { true }
    func commit(_ commit: ExecutionCommit) async throws { try await inner.commit(commit) }
}

/// A durable store that refuses a start under a name that is taken only when it is told to go on.
struct SlowRefusingStore: ForwardingStore {
    let inner = MemoryStore()
    /// Notes `begun` when such a start is there, and waits for `go`.
    let journal = Journal()
    var outlivesProcess: Bool { true }

    func commit(_ commit: ExecutionCommit) async throws {
        if commit.expectedVersion == 0, try await inner.summary(of: commit.id) != nil {
            journal.note("begun")
            await journal.wait(for: "go")
        }
        try await inner.commit(commit)
    }
}

/// A memory store that tells how often it was committed to.
final class CountingStore: ForwardingStore {
    let inner = MemoryStore()
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
}

/// A store that dies at a commit, before or after it was kept, and answers nothing any more.
final class DyingStore: ForwardingStore {
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
}

/// A durable store whose disk is full for a while.
final class FailingStore: ForwardingStore {
    let inner = MemoryStore()
    private let failures: Mutex<ClosedRange<Int>>
    private let number = Mutex(0)

    var outlivesProcess: Bool { true }

    /// - Parameter commits: those that are not kept, from 1.
    init(failing commits: ClosedRange<Int>) { failures = Mutex(commits) }

    /// Does not keep the next commit.
    func failNext() {
        let next = number.withLock { $0 } + 1
        failures.withLock { $0 = next...next }
    }

    func commit(_ commit: ExecutionCommit) async throws {
        let number = number.withLock { number in
            number += 1
            return number
        }
        if failures.withLock({ $0.contains(number) }) { throw StoreError(.unavailable, "The disk is full.") }
        try await inner.commit(commit)
    }
}
