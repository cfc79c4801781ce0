package import FlowJSON
package import FlowMachine
package import StatesLanguage
import Synchronization

/// Keeps executions and documents in memory, for as long as the process runs.
package final class MemoryStore: ExecutionStore {
    fileprivate let contents: Mutex<MemoryContents>

    /// A store without executions.
    ///
    /// - Parameter children: how many ended child executions of map runs it keeps.
    package init(keeping children: ChildRetention = .all) { contents = Mutex(MemoryContents(retention: children)) }

    package var outlivesProcess: Bool { false }

    package func commit(_ commit: ExecutionCommit) async throws {
        try contents.withLock { try $0.take(commit) }
    }

    package func load(_ id: ExecutionID) async throws -> StoredExecution? {
        contents.withLock { $0.records[id]?.stored(as: id) }
    }

    package func summary(of id: ExecutionID) async throws -> ExecutionSummary? {
        contents.withLock { $0.records[id]?.summary(of: id) }
    }

    package func input(of id: ExecutionID) async throws -> JSON? {
        contents.withLock { $0.records[id]?.interpreter.input }
    }

    package func origin(of id: ExecutionID) async throws -> ExecutionOrigin? {
        contents.withLock { contents in
            contents.records[id].map {
                ExecutionOrigin(program: $0.interpreter.program, identity: $0.interpreter.identity)
            }
        }
    }

    package func list(_ query: ExecutionQuery) async throws -> [ExecutionSummary] {
        contents.withLock { $0.list(query) }
    }

    package func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        // Ids are 1, 2, 3, … without gaps.
        try history(of: id) { Array($0.dropFirst(max(0, first - 1)).prefix(max(0, limit))) }
    }

    package func events(of id: ExecutionID, backwardsFrom last: Int, limit: Int) async throws -> [HistoryEvent] {
        try history(of: id) { Array($0.prefix(max(0, last)).suffix(max(0, limit)).reversed()) }
    }

    package func unsettled(after sequence: Int, limit: Int) async throws -> [ExecutionSummary] {
        contents.withLock { contents in
            contents.running
                .compactMap { id in
                    contents.records[id].flatMap { record in
                        record.sequence > sequence && !record.interpreter.waitsForOthers
                            ? record.summary(of: id) : nil
                    }
                }
                .sorted { $0.sequence < $1.sequence }
                .prefix(max(0, limit)).map(\.self)
        }
    }

    package func timers(after cursor: TimerCursor?, until moment: Timestamp, limit: Int) async throws -> [DueTimer] {
        contents.withLock { contents in
            contents.running
                .flatMap { id in
                    contents.records[id].map { record in record.timers.values.map { $0.due(of: id, record.sequence) } }
                        ?? []
                }
                .filter { timer in timer.due <= moment && (cursor.map { $0 < timer.cursor } ?? true) }
                .sorted { $0.cursor < $1.cursor }
                .prefix(max(0, limit)).map(\.self)
        }
    }

    package func mapRun(_ arn: String) async throws -> StoredMapRun? { contents.withLock { $0.mapRuns[arn] } }

    package func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun] {
        contents.withLock { contents in
            (contents.mapRunsByExecution[id] ?? []).reversed().compactMap { contents.mapRuns[$0] }
        }
    }

    package func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws {
        try contents.withLock { contents in
            guard contents.mapRuns[arn] != nil else { throw StoreError.missing(mapRun: arn) }
            contents.mapRuns[arn]?.take(update)
        }
    }

    package func prune(endedBefore moment: Timestamp, limit: Int) async throws -> Int {
        contents.withLock { $0.prune(endedBefore: moment, limit: limit) }
    }

    package func probe() async throws {}

    private func history(
        of id: ExecutionID,
        _ page: ([HistoryEvent]) -> [HistoryEvent]
    ) throws(StoreError) -> [HistoryEvent] {
        let events = contents.withLock { $0.records[id]?.events }
        guard let events else { throw .missing(id) }
        return page(events)
    }
}

extension MemoryStore: DocumentStore {
    package func document(_ key: String, of kind: String) async throws -> JSON? {
        contents.withLock { $0.documents[kind]?[key] }
    }

    package func documents(of kind: String) async throws -> [StoredDocument] {
        let documents = contents.withLock { $0.documents[kind] } ?? [:]
        return
            documents
            .map { StoredDocument(key: $0.key, value: $0.value) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    package func write(_ changes: [DocumentChange]) async throws { contents.withLock { $0.take(changes) } }
}

extension StoredTimer {
    fileprivate func due(of execution: ExecutionID, _ sequence: Int) -> DueTimer {
        DueTimer(execution: execution, timer: id, cursor: TimerCursor(due: due, sequence: sequence, timer: id))
    }
}

extension StoredMapRun {
    /// Changes what an update names.
    package mutating func take(_ update: MapRunUpdate) {
        items = update.items ?? items
        executions = update.executions ?? executions
        maxConcurrency = update.maxConcurrency ?? maxConcurrency
        toleratedFailureCount = update.toleratedFailureCount ?? toleratedFailureCount
        toleratedFailurePercentage = update.toleratedFailurePercentage ?? toleratedFailurePercentage
    }
}
