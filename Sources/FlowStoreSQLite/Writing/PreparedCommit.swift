import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// A commit whose values are texts already, so that the one writer has only to write them.
struct PreparedCommit: Sendable {
    /// History events that share a row.
    struct EventRow: Sendable {
        var first: Int
        var events: String
    }

    /// An execution that still runs.
    struct Progress: Sendable {
        var snapshot: String
        var isUnsettled: Bool
    }

    /// An execution that ended.
    struct Ending: Sendable {
        var result: String?
        /// What a redrive goes on from; `nil` where there is none.
        var snapshot: String?
    }

    let id: ExecutionID
    let expectedVersion: Int
    let moment: Timestamp
    let identity: ExecutionIdentity
    let program: Program
    let startedAt: Timestamp
    let phase: ExecutionPhase
    let eventCount: Int
    let redriveCount: Int
    let redrivenAt: Timestamp?
    /// Only of a new execution.
    let input: String?
    let limits: String?
    let attributes: (text: String, version: String?, alias: String?)?
    let child: ChildLink?
    let eventRows: [EventRow]
    /// `nil` for an execution that ended.
    let progress: Progress?
    let ending: Ending?
    let scheduledTasks: [(id: TaskID, task: String)]
    let endedTasks: [TaskID]
    let startedMapRuns: [(run: StoredMapRun, order: String)]
    let redrivenMapRuns: [MapRunID]
    let endedMapRuns: [(id: MapRunID, status: MapRunStatus)]
    let startedTimers: [StoredTimer]
    let endedTimers: [TimerID]

    init(_ commit: ExecutionCommit) {
        let interpreter = commit.interpreter
        id = commit.id
        expectedVersion = commit.expectedVersion
        moment = commit.moment
        identity = interpreter.identity
        program = interpreter.program
        startedAt = interpreter.startedAt ?? Timestamp(milliseconds: 0)
        phase = ExecutionPhase(interpreter.status)
        eventCount = interpreter.eventCount
        redriveCount = interpreter.redriveCount
        redrivenAt = interpreter.redrivenAt
        input = commit.expectedVersion == 0 ? interpreter.input.text : nil
        limits = interpreter.limits.stored?.text
        attributes = commit.attributes.map { attributes in
            (
                JSON.object(attributes).text, attributes[ExecutionAttribute.version]?.stringValue,
                attributes[ExecutionAttribute.alias]?.stringValue
            )
        }
        child = commit.child
        eventRows = Self.rows(of: commit.events)
        if let status = interpreter.status {
            progress = nil
            ending = Ending(result: status.resultColumn, snapshot: interpreter.endSnapshot)
        } else {
            progress = Progress(snapshot: interpreter.innerSnapshot, isUnsettled: !interpreter.waitsForOthers)
            ending = nil
        }
        scheduledTasks = commit.scheduledTasks.map { ($0.id, $0.stored.text) }
        endedTasks = commit.endedTasks
        startedMapRuns = commit.startedMapRuns.map { order in
            (StoredMapRun(order, of: commit.id, at: commit.moment), order.stored.text)
        }
        redrivenMapRuns = commit.redrivenMapRuns
        endedMapRuns = commit.endedMapRuns
        startedTimers = commit.startedTimers
        endedTimers = commit.endedTimers
    }

    /// Events in rows of a few KiB, so that a page of a history does not read all of it.
    private static func rows(of events: [HistoryEvent]) -> [EventRow] {
        var rows: [EventRow] = []
        var bytes: [UInt8] = []
        var first = 0
        var count = 0
        func finish() {
            guard count > 0 else { return }
            bytes.append(UInt8(ascii: "]"))
            rows.append(EventRow(first: first, events: String(decoding: bytes, as: UTF8.self)))
            bytes.removeAll(keepingCapacity: true)
            count = 0
        }
        for event in events {
            if count == 0 { first = event.id }
            bytes.append(count == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
            event.stored.write(into: &bytes)
            count += 1
            if count == EventPages.eventsPerRow || bytes.count > 16_384 { finish() }
        }
        finish()
        return rows
    }
}

extension Interpreter {
    /// The snapshot without the input, which has a column of its own.
    fileprivate var innerSnapshot: String {
        guard case .object(var object) = snapshot else { return snapshot.text }
        object["input"] = nil
        return JSON.object(object).text
    }

    /// What an execution that ended leaves behind; nothing where it succeeded.
    fileprivate var endSnapshot: String? {
        if case .succeeded? = status { return nil }
        return innerSnapshot
    }
}
