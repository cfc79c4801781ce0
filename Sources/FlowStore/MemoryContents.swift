import FlowJSON
import FlowMachine
import StatesLanguage

/// What a memory store holds; changed as a whole, under its lock.
struct MemoryContents: Sendable {
    private(set) var records: [ExecutionID: MemoryRecord] = [:]
    var mapRuns: [String: StoredMapRun] = [:]
    private(set) var mapRunsByExecution: [ExecutionID: [String]] = [:]
    /// The child executions of each map run, by their numbers.
    private(set) var children: [String: [Int: ExecutionID]] = [:]
    /// All but those children, the earliest first.
    private(set) var order: [(cursor: ExecutionCursor, id: ExecutionID)] = []
    private(set) var running: Set<ExecutionID> = []
    /// By kind and key.
    private(set) var documents: [String: [String: JSON]] = [:]

    private let retention: ChildRetention
    private var lastSequence = 0
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
            add(commit)
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
        for redriven in commit.redrivenMapRuns {
            let arns = mapRunsByExecution[id] ?? []
            guard let arn = arns.first(where: { mapRuns[$0]?.order.id == redriven }) else { continue }
            records[id]?.mapRuns[redriven] = mapRuns[arn]?.order
            mapRuns[arn]?.redrive(at: commit.moment)
        }
        for ended in commit.endedMapRuns {
            guard let arn = records[id]?.mapRuns.removeValue(forKey: ended.id)?.arn else { continue }
            mapRuns[arn]?.status = ended.status
            mapRuns[arn]?.stoppedAt = commit.moment
        }
        if commit.interpreter.status == nil { running.insert(id) } else { running.remove(id) }
        // Changed where it lies: a copy of the record would copy the history.
        let hasEnded = records[id]?.take(commit) ?? false
        if hasEnded { dropSuperfluousChildren(after: id) }
    }

    mutating func take(_ changes: [DocumentChange]) {
        for change in changes {
            switch change {
            case .put(let kind, let key, let value): documents[kind, default: [:]][key] = value
            case .delete(let kind, let key): documents[kind]?[key] = nil
            }
        }
    }

    /// The executions of a query, the latest started first.
    func list(_ query: ExecutionQuery) -> [ExecutionSummary] {
        let limit = max(0, query.limit)
        let candidates: [ExecutionID]
        switch query.selection {
        case .mapRun(let arn): candidates = Array((children[arn] ?? [:]).values)
        case _ where query.phase == .running: candidates = Array(running)
        case .all where !query.includesChildren: return latest(of: query, limit: limit)
        default: candidates = Array(records.keys)
        }
        return
            candidates
            .compactMap { id in records[id].flatMap { $0.matches(query) ? $0.summary(of: id) : nil } }
            .sorted { $0.cursor > $1.cursor }
            .prefix(limit).map { query.includesResults ? $0 : $0.withoutResult }
    }

    /// Walks from the query's place on until there are enough.
    private func latest(of query: ExecutionQuery, limit: Int) -> [ExecutionSummary] {
        var found: [ExecutionSummary] = []
        var position = query.after.map { place(of: $0) } ?? order.count
        while position > 0, found.count < limit {
            position -= 1
            let id = order[position].id
            guard let record = records[id], record.matches(query) else { continue }
            let summary = record.summary(of: id)
            found.append(query.includesResults ? summary : summary.withoutResult)
        }
        return found
    }

    /// How many executions of `order` come before a place.
    private func place(of cursor: ExecutionCursor) -> Int {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if order[middle].cursor < cursor { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func add(_ commit: ExecutionCommit) {
        lastSequence += 1
        let record = MemoryRecord(commit, sequence: lastSequence)
        records[commit.id] = record
        if let child = commit.child {
            children[child.mapRunARN, default: [:]][child.number] = commit.id
        } else {
            order.insert((record.cursor, commit.id), at: place(of: record.cursor))
        }
    }
}

extension MemoryContents {
    /// Drops executions that ended before a moment; answers how many.
    mutating func prune(endedBefore moment: Timestamp, limit: Int) -> Int {
        let old = records.filter { _, record in
            guard let stoppedAt = record.stoppedAt, stoppedAt < moment else { return false }
            return record.child.map { mapRuns[$0.mapRunARN]?.status != .running } ?? true
        }
        let dropped = old.sorted { $0.value.sequence < $1.value.sequence }.prefix(max(0, limit))
        for (id, _) in dropped { drop(id, withChildren: false) }
        return dropped.count
    }

    /// Drops the earliest ended children where there are too many.
    private mutating func dropSuperfluousChildren(after id: ExecutionID) {
        guard retention != .all, let record = records[id], record.child != nil else { return }
        let bytes = record.bytes
        ended.append((id, bytes))
        endedBytes += bytes
        while ended.count > retention.executions || endedBytes > retention.bytes, let first = ended.popFirst() {
            endedBytes -= first.bytes
            // One that was redriven runs again.
            if records[first.id]?.stoppedAt != nil { drop(first.id) }
        }
    }

    private mutating func drop(_ id: ExecutionID, withChildren: Bool = true) {
        guard let record = records.removeValue(forKey: id) else { return }
        running.remove(id)
        if let child = record.child {
            // One that was started anew took its place.
            if children[child.mapRunARN]?[child.number] == id { children[child.mapRunARN]?[child.number] = nil }
        } else {
            let position = place(of: record.cursor)
            if position < order.count, order[position].id == id { order.remove(at: position) }
        }
        for arn in mapRunsByExecution.removeValue(forKey: id) ?? [] {
            mapRuns[arn] = nil
            guard withChildren else { continue }
            // What is left of its children goes with it.
            for (_, child) in children.removeValue(forKey: arn) ?? [:] { drop(child) }
        }
    }
}

extension ExecutionSummary {
    /// The same for a list that shows no outputs.
    fileprivate var withoutResult: ExecutionSummary {
        var summary = self
        switch status {
        case nil, .timedOut: break
        case .succeeded: summary.status = .succeeded(output: .null)
        case .failed: summary.status = .failed(error: nil, cause: nil)
        case .aborted: summary.status = .aborted(error: nil, cause: nil)
        }
        return summary
    }
}
