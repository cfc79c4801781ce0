import FlowJSON
package import FlowMachine
import StatesLanguage
import Synchronization

/// Keeps executions in memory, for as long as the process runs.
package final class MemoryStore: ExecutionStore {
    private let contents: Mutex<MemoryContents>

    /// A store without executions.
    ///
    /// - Parameter children: how many ended child executions of map runs it keeps.
    package init(keeping children: ChildRetention = .all) { contents = Mutex(MemoryContents(retention: children)) }

    package func commit(_ commit: ExecutionCommit) async throws {
        try contents.withLock { try $0.take(commit) }
    }

    package func load(_ id: ExecutionID) async throws -> StoredExecution? {
        contents.withLock { contents in
            contents.records[id].map { record in
                StoredExecution(
                    id: id,
                    version: record.version,
                    interpreter: record.interpreter,
                    pendingTasks: record.tasks.values.sorted { $0.id < $1.id },
                    timers: record.timers.values.sorted { $0.id < $1.id },
                    pendingMapRuns: record.mapRuns.values.sorted { $0.id < $1.id },
                    child: record.child,
                    stoppedAt: record.stoppedAt
                )
            }
        }
    }

    package func list(_ selection: ExecutionSelection) async throws -> [ExecutionSummary] {
        let summaries = contents.withLock { contents -> [ExecutionSummary] in
            if case .mapRun(let arn) = selection {
                return (contents.children[arn] ?? [:]).values.compactMap { id in
                    contents.records[id]?.summary(of: id)
                }
            }
            return contents.records.map { id, record in record.summary(of: id) }
        }
        return
            summaries
            .filter { summary in
                switch selection {
                case .all, .mapRun: true
                case .running: summary.status == nil
                case .ended: summary.status != nil
                }
            }
            .sorted { ($1.startedAt, $0.id) < ($0.startedAt, $1.id) }
    }

    package func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        try contents.withLock { contents in
            guard let events = contents.records[id]?.events else { throw StoreError.missing(id) }
            // Ids are 1, 2, 3, … without gaps.
            return Array(events.dropFirst(max(0, first - 1)).prefix(max(0, limit)))
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
            guard contents.mapRuns[arn] != nil else {
                throw StoreError(.notFound, "There is no map run \(arn).")
            }
            contents.mapRuns[arn]?.take(update)
        }
    }
}

extension StoredMapRun {
    fileprivate mutating func take(_ update: MapRunUpdate) {
        items = update.items ?? items
        executions = update.executions ?? executions
        maxConcurrency = update.maxConcurrency ?? maxConcurrency
        toleratedFailureCount = update.toleratedFailureCount ?? toleratedFailureCount
        toleratedFailurePercentage = update.toleratedFailurePercentage ?? toleratedFailurePercentage
    }
}

extension StoreError {
    static func missing(_ id: ExecutionID) -> StoreError { StoreError(.notFound, "There is no execution \(id).") }
}
