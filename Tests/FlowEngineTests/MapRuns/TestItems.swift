import FlowJSON
import FlowTasks
import StatesLanguage
import Synchronization

/// Items that are made up: as many numbers as asked for.
struct TestItems: ItemReading {
    var count: Int64
    var failure: (any Error)?
    /// How many were given so far.
    let given = ItemCounter()

    func read(
        _ request: ItemReadRequest,
        _ context: TaskContext,
        _ cancellation: Cancellation,
        _ consume: (MapItem) throws -> Void
    ) throws {
        for number in 0..<min(count, request.maximumItems ?? .max) {
            try cancellation.check()
            try consume(MapItem(value: .integer(number)))
            given.add(1)
        }
        if let failure { throw failure }
    }
}

/// Counts, from any thread.
final class ItemCounter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    func add(_ number: Int) { count.add(number, ordering: .sequentiallyConsistent) }
}

/// Keeps results in memory.
final class TestResults: ResultWriting {
    struct Phase {
        var results: [ChildResult] = []
        var isFinished = false
        var isAborted = false
    }
    let phase = Mutex(Phase())
    let failure: TaskFailure?

    init(failure: TaskFailure? = nil) { self.failure = failure }

    func open(
        _ request: ResultWriteRequest,
        _ context: TaskContext,
        _ cancellation: Cancellation
    ) throws -> any ResultSink {
        Sink(results: self)
    }

    private final class Sink: ResultSink {
        let results: TestResults

        init(results: TestResults) { self.results = results }

        func write(_ result: ChildResult) throws {
            if let failure = results.failure { throw failure }
            results.phase.withLock { $0.results.append(result) }
        }

        func finish() throws -> JSON {
            results.phase.withLock { $0.isFinished = true }
            return ["Bucket": "results", "Key": "manifest.json"]
        }

        func abort() { results.phase.withLock { $0.isAborted = true } }
    }
}
