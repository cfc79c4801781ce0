import FlowJSON
import FlowMachine
import StatesLanguage

/// An execution in a memory store.
struct MemoryRecord: Sendable {
    let sequence: Int
    var version = 0
    var interpreter: Interpreter
    var attributes: JSONObject
    var events: [HistoryEvent] = []
    var tasks: [TaskID: ScheduledTask] = [:]
    var timers: [TimerID: StoredTimer] = [:]
    var mapRuns: [MapRunID: MapRunOrder] = [:]
    var child: ChildLink?
    var stoppedAt: Timestamp?

    init(_ commit: ExecutionCommit, sequence: Int) {
        self.sequence = sequence
        interpreter = commit.interpreter
        attributes = commit.attributes ?? JSONObject()
        child = commit.child
    }

    /// Takes a turn's changes; answers whether the execution ended with it.
    mutating func take(_ commit: ExecutionCommit) -> Bool {
        version += 1
        interpreter = commit.interpreter
        attributes = commit.attributes ?? attributes
        events.append(contentsOf: commit.events)
        for task in commit.scheduledTasks { tasks[task.id] = task }
        for id in commit.endedTasks { tasks[id] = nil }
        for timer in commit.startedTimers { timers[timer.id] = timer }
        for id in commit.endedTimers { timers[id] = nil }
        guard interpreter.status != nil else {
            // It may have ended before and been brought back.
            stoppedAt = nil
            return false
        }
        // What comes for an ended execution and changes nothing leaves its end as it was.
        guard stoppedAt == nil || !commit.events.isEmpty else { return false }
        stoppedAt = commit.moment
        return true
    }

    var cursor: ExecutionCursor {
        ExecutionCursor(startedAt: interpreter.startedAt ?? Timestamp(milliseconds: 0), sequence: sequence)
    }

    /// About how much memory it takes.
    var bytes: Int {
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
            startedAt: cursor.startedAt,
            stoppedAt: stoppedAt,
            child: child,
            attributes: attributes,
            sequence: sequence,
            redriveCount: interpreter.redriveCount,
            redrivenAt: interpreter.redrivenAt
        )
    }

    func stored(as id: ExecutionID) -> StoredExecution {
        StoredExecution(
            id: id,
            version: version,
            interpreter: interpreter,
            pendingTasks: tasks.values.sorted { $0.id < $1.id },
            timers: timers.values.sorted { $0.id < $1.id },
            pendingMapRuns: mapRuns.values.sorted { $0.id < $1.id },
            child: child,
            stoppedAt: stoppedAt,
            attributes: attributes
        )
    }

    /// Whether a query for anybody's executions wants this one.
    func matches(_ query: ExecutionQuery) -> Bool {
        if let phase = query.phase, ExecutionPhase(interpreter.status) != phase { return false }
        if let after = query.after, cursor >= after { return false }
        switch query.selection {
        case .all: return child == nil || query.includesChildren
        case .stateMachine(let id): return interpreter.identity.stateMachineID == id
        case .version(let arn): return attributes[ExecutionAttribute.version]?.stringValue == arn
        case .alias(let arn): return attributes[ExecutionAttribute.alias]?.stringValue == arn
        case .mapRun(let arn): return child?.mapRunARN == arn
        }
    }
}
