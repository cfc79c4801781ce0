import FlowJSON
import FlowMachine
import StatesLanguage

/// What a memory store holds; changed as a whole, under its lock.
struct MemoryContents: Sendable {
    struct Record: Sendable {
        var version = 0
        var interpreter: Interpreter
        var events: [HistoryEvent] = []
        var tasks: [TaskID: ScheduledTask] = [:]
        var timers: [TimerID: StoredTimer] = [:]
        var mapRuns: [MapRunID: MapRunOrder] = [:]
        var child: ChildLink?
        var stoppedAt: Timestamp?
    }

    private(set) var records: [ExecutionID: Record] = [:]
    var mapRuns: [String: StoredMapRun] = [:]
    private(set) var mapRunsByExecution: [ExecutionID: [String]] = [:]
    /// The child executions of each map run, by their numbers.
    private(set) var children: [String: [Int: ExecutionID]] = [:]

    private let retention: ChildRetention
    /// Child executions that ended, the earliest first, with their sizes.
    private var ended: ArraySlice<(id: ExecutionID, bytes: Int)> = []
    private var endedBytes = 0

    init(retention: ChildRetention) { self.retention = retention }

    mutating func take(_ commit: ExecutionCommit) throws(StoreError) {
        let id = commit.id
        if commit.expectedVersion == 0 {
            guard records[id] == nil else {
                throw StoreError(.alreadyExists, "There is an execution \(id) already.")
            }
            records[id] = Record(interpreter: commit.interpreter, child: commit.child)
            if let child = commit.child { children[child.mapRunARN, default: [:]][child.number] = id }
        }
        guard let version = records[id]?.version else { throw .missing(id) }
        guard version == commit.expectedVersion else {
            throw StoreError(
                .versionConflict,
                "The execution \(id) is at version \(version) and not at \(commit.expectedVersion)."
            )
        }
        for order in commit.startedMapRuns {
            records[id]?.mapRuns[order.id] = order
            mapRuns[order.arn] = StoredMapRun(order, of: id, at: commit.moment)
            mapRunsByExecution[id, default: []].append(order.arn)
        }
        for ended in commit.endedMapRuns {
            guard let arn = records[id]?.mapRuns.removeValue(forKey: ended.id)?.arn else { continue }
            mapRuns[arn]?.status = ended.status
            mapRuns[arn]?.stoppedAt = commit.moment
        }
        // Changed where it lies: a copy of the record would copy the history.
        let hasEnded = records[id]?.take(commit) ?? false
        if hasEnded { dropSuperfluousChildren(after: id) }
    }

    /// Drops the earliest ended children where there are too many.
    private mutating func dropSuperfluousChildren(after id: ExecutionID) {
        guard retention != .all, let record = records[id], record.child != nil else { return }
        let bytes = record.bytes
        ended.append((id, bytes))
        endedBytes += bytes
        while ended.count > retention.executions || endedBytes > retention.bytes, let first = ended.popFirst() {
            endedBytes -= first.bytes
            drop(first.id)
        }
    }

    private mutating func drop(_ id: ExecutionID) {
        if let child = records.removeValue(forKey: id)?.child {
            children[child.mapRunARN]?[child.number] = nil
        }
        for arn in mapRunsByExecution.removeValue(forKey: id) ?? [] {
            mapRuns[arn] = nil
            // What is left of its children goes with it.
            for (_, child) in children.removeValue(forKey: arn) ?? [:] { drop(child) }
        }
    }
}

extension MemoryContents.Record {
    /// Takes a turn's changes; answers whether the execution ended with it.
    fileprivate mutating func take(_ commit: ExecutionCommit) -> Bool {
        version += 1
        interpreter = commit.interpreter
        events.append(contentsOf: commit.events)
        for task in commit.scheduledTasks { tasks[task.id] = task }
        for id in commit.endedTasks { tasks[id] = nil }
        for timer in commit.startedTimers { timers[timer.id] = timer }
        for id in commit.endedTimers { timers[id] = nil }
        guard interpreter.status != nil, stoppedAt == nil else { return false }
        stoppedAt = commit.moment
        return true
    }

    /// About how much memory it takes.
    fileprivate var bytes: Int {
        var bytes = 1_024 + 64 * events.count + interpreter.input.utf8Count
        if case .succeeded(let output)? = interpreter.status { bytes += output.utf8Count }
        // A value takes more room than its text.
        bytes *= 3
        return bytes
    }

    func summary(of id: ExecutionID) -> ExecutionSummary {
        ExecutionSummary(
            id: id,
            name: interpreter.identity.name,
            stateMachineID: interpreter.identity.stateMachineID,
            status: interpreter.status,
            startedAt: interpreter.startedAt ?? Timestamp(milliseconds: 0),
            stoppedAt: stoppedAt,
            child: child
        )
    }
}
