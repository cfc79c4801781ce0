import FlowJSON
import StatesLanguage

/// What a history tells of each state: how often it was entered and left, its attempts, its time, and why it failed.
struct StateVisits {
    /// One state; a state inside of a map stands for all of its iterations.
    struct Row: Hashable, Sendable {
        var name: String
        /// 0 for a state of the machine itself.
        var depth: Int
        var entered = 0
        var exited = 0
        var failed = 0
        /// The most attempts of one visit; 0 for a state that is no task.
        var attempts = 0
        var began: Timestamp
        var ended: Timestamp?
        /// The last failure of an attempt or of an expression.
        var error: String?

        var isRunning: Bool { entered > exited + failed }
    }

    /// A state that was entered.
    private struct Visit {
        var name: String
        /// The state's type, such as `Task`.
        var type: Substring
        var row: Int
        /// The visit of the Map or Parallel around it.
        var parent: Int64?
        var attempts = 0
        var isOpen = true
    }

    private(set) var rows: [Row] = []
    private var positions: [String: Int] = [:]
    /// Visits by the ids of the events with which they began.
    private var visits: [Int64: Visit] = [:]
    /// The visit to which each event belongs.
    private var visitOf: [Int64: Int64] = [:]
    /// The events that end a visit: what follows one belongs to what is around that visit.
    private var ends: Set<Int64> = []

    /// Takes note of the next event.
    mutating func record(_ event: HistoryEntry) {
        let around = ends.contains(event.previousID) ? surrounding(of: event.previousID) : visitOf[event.previousID]
        if event.isEntry, let name = event.stateName {
            enter(name, event, in: around)
        } else if event.isExit || event.isAborted {
            guard let visit = holder(of: event, from: around) else { return }
            visitOf[event.id] = visit
            ends.insert(event.id)
            leave(visit, event)
        } else if let around {
            visitOf[event.id] = around
            note(event, in: around)
        }
    }

    /// What is open when an execution has ended has failed with it.
    mutating func close(at moment: Timestamp) {
        for index in rows.indices where rows[index].isRunning {
            rows[index].failed = rows[index].entered - rows[index].exited
            rows[index].ended = moment
        }
    }

    private func surrounding(of event: Int64) -> Int64? {
        visitOf[event].flatMap { visits[$0]?.parent }
    }

    /// The visit that an event ends: the innermost open one of that name, or of that type where the event has no name.
    private func holder(of event: HistoryEntry, from inner: Int64?) -> Int64? {
        var next = inner
        while let id = next, let visit = visits[id] {
            let fits = event.stateName.map { $0 == visit.name } ?? event.type.hasPrefix("\(visit.type)State")
            if visit.isOpen, fits { return id }
            next = visit.parent
        }
        return nil
    }

    private mutating func enter(_ name: String, _ event: HistoryEntry, in parent: Int64?) {
        let row = positions[name] ?? rows.count
        if row == rows.count {
            let depth = parent.flatMap { visits[$0] }.map { rows[$0.row].depth + 1 } ?? 0
            positions[name] = row
            rows.append(Row(name: name, depth: depth, began: event.moment))
        }
        rows[row].entered += 1
        rows[row].ended = nil
        let type = event.type.dropLast("StateEntered".count)
        visits[event.id] = Visit(name: name, type: type, row: row, parent: parent)
        visitOf[event.id] = event.id
        guard type == "Fail" else { return }
        visits[event.id]?.isOpen = false
        ends.insert(event.id)
        rows[row].failed += 1
        rows[row].ended = event.moment
    }

    private mutating func leave(_ id: Int64, _ event: HistoryEntry) {
        guard let row = visits[id]?.row else { return }
        visits[id]?.isOpen = false
        if event.isExit { rows[row].exited += 1 } else { rows[row].failed += 1 }
        if !rows[row].isRunning { rows[row].ended = event.moment }
    }

    private mutating func note(_ event: HistoryEntry, in id: Int64) {
        guard let row = visits[id]?.row else { return }
        if event.isAttempt {
            visits[id]?.attempts += 1
            rows[row].attempts = max(rows[row].attempts, visits[id]?.attempts ?? 0)
        }
        if event.isFailure { rows[row].error = event.error }
    }
}
