package import FlowMachine
import StatesLanguage
import Synchronization

/// Keeps executions in memory, for as long as the process runs.
package final class MemoryStore: ExecutionStore {
    fileprivate struct Record {
        var version = 0
        var interpreter: Interpreter
        var events: [HistoryEvent] = []
        var tasks: [TaskID: ScheduledTask] = [:]
        var timers: [TimerID: StoredTimer] = [:]
        var stoppedAt: Timestamp?
    }
    private let records = Mutex<[ExecutionID: Record]>([:])

    /// A store without executions.
    package init() {}

    package func commit(_ commit: ExecutionCommit) async throws {
        try records.withLock { records in
            if commit.expectedVersion == 0 {
                guard records[commit.id] == nil else {
                    throw StoreError(.alreadyExists, "There is an execution \(commit.id) already.")
                }
                records[commit.id] = Record(interpreter: commit.interpreter)
            }
            guard let version = records[commit.id]?.version else { throw Self.notFound(commit.id) }
            guard version == commit.expectedVersion else {
                throw StoreError(
                    .versionConflict,
                    "The execution \(commit.id) is at version \(version) and not at \(commit.expectedVersion)."
                )
            }
            // Changed where it lies: a copy of the record would copy the history.
            records[commit.id]?.take(commit)
        }
    }

    package func load(_ id: ExecutionID) async throws -> StoredExecution? {
        records.withLock { records in
            records[id].map { record in
                StoredExecution(
                    id: id,
                    version: record.version,
                    interpreter: record.interpreter,
                    pendingTasks: record.tasks.values.sorted { $0.id < $1.id },
                    timers: record.timers.values.sorted { $0.id < $1.id },
                    stoppedAt: record.stoppedAt
                )
            }
        }
    }

    package func list(_ selection: ExecutionSelection) async throws -> [ExecutionSummary] {
        let summaries = records.withLock { records in
            records.map { id, record in
                ExecutionSummary(
                    id: id,
                    name: record.interpreter.identity.name,
                    stateMachineID: record.interpreter.identity.stateMachineID,
                    status: record.interpreter.status,
                    startedAt: record.interpreter.startedAt ?? Timestamp(milliseconds: 0),
                    stoppedAt: record.stoppedAt
                )
            }
        }
        return
            summaries
            .filter { summary in
                switch selection {
                case .all: true
                case .running: summary.status == nil
                case .ended: summary.status != nil
                }
            }
            .sorted { ($1.startedAt, $0.id) < ($0.startedAt, $1.id) }
    }

    package func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent] {
        try records.withLock { records in
            guard let events = records[id]?.events else { throw Self.notFound(id) }
            // Ids are 1, 2, 3, … without gaps.
            return Array(events.dropFirst(max(0, first - 1)).prefix(max(0, limit)))
        }
    }

    private static func notFound(_ id: ExecutionID) -> StoreError {
        StoreError(.notFound, "There is no execution \(id).")
    }
}

extension MemoryStore.Record {
    fileprivate mutating func take(_ commit: ExecutionCommit) {
        version += 1
        interpreter = commit.interpreter
        events.append(contentsOf: commit.events)
        for task in commit.scheduledTasks { tasks[task.id] = task }
        for id in commit.endedTasks { tasks[id] = nil }
        for timer in commit.startedTimers { timers[timer.id] = timer }
        for id in commit.endedTimers { timers[id] = nil }
        if interpreter.status != nil, stoppedAt == nil { stoppedAt = commit.moment }
    }
}
