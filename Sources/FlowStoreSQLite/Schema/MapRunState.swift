import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// What changes of a map run: what `map_runs.state` holds.
struct MapRunState {
    var status: MapRunStatus
    var stoppedAt: Timestamp?
    var maxConcurrency: Int64
    var toleratedFailureCount: Int64?
    var toleratedFailurePercentage: Double?
    var items: MapRunCounts
    var executions: MapRunCounts
    var redriveCount: Int
    var redrivenAt: Timestamp?

    init(_ run: StoredMapRun) {
        status = run.status
        stoppedAt = run.stoppedAt
        maxConcurrency = run.maxConcurrency
        toleratedFailureCount = run.toleratedFailureCount
        toleratedFailurePercentage = run.toleratedFailurePercentage
        items = run.items
        executions = run.executions
        redriveCount = run.redriveCount
        redrivenAt = run.redrivenAt
    }

    /// The state that `text` tells; counts that it does not know are 0.
    init(stored text: String) throws {
        let value = try JSON(stored: text)
        guard let status = value["status"]?.stringValue.flatMap(MapRunStatus.init(rawValue:)) else {
            throw StoreError(.damaged, "The store holds a map run without a status.")
        }
        self.status = status
        stoppedAt = value["stoppedAt"]?.integerValue.map(Timestamp.init(milliseconds:))
        maxConcurrency = value["maxConcurrency"]?.integerValue ?? 0
        toleratedFailureCount = value["toleratedFailureCount"]?.integerValue
        toleratedFailurePercentage = value["toleratedFailurePercentage"]?.doubleValue
        items = MapRunCounts(stored: value["items"])
        executions = MapRunCounts(stored: value["executions"])
        redriveCount = Int(value["redriveCount"]?.integerValue ?? 0)
        redrivenAt = value["redrivenAt"]?.integerValue.map(Timestamp.init(milliseconds:))
    }

    /// The state as the column has it.
    var text: String {
        var object = JSONObject()
        object["status"] = .string(status.rawValue)
        object["stoppedAt"] = stoppedAt.map { .integer($0.milliseconds) }
        object["maxConcurrency"] = .integer(maxConcurrency)
        object["toleratedFailureCount"] = toleratedFailureCount.map(JSON.integer)
        object["toleratedFailurePercentage"] = toleratedFailurePercentage.map(JSON.double)
        object["items"] = items.stored
        object["executions"] = executions.stored
        if let redrivenAt {
            object["redriveCount"] = .integer(Int64(redriveCount))
            object["redrivenAt"] = .integer(redrivenAt.milliseconds)
        }
        return JSON.object(object).text
    }

    /// Puts the state into a map run.
    func fill(_ run: inout StoredMapRun) {
        run.status = status
        run.stoppedAt = stoppedAt
        run.maxConcurrency = maxConcurrency
        run.toleratedFailureCount = toleratedFailureCount
        run.toleratedFailurePercentage = toleratedFailurePercentage
        run.items = items
        run.executions = executions
        run.redriveCount = redriveCount
        run.redrivenAt = redrivenAt
    }

    /// Notes that the map run runs again.
    mutating func redrive(at moment: Timestamp) {
        status = .running
        stoppedAt = nil
        redriveCount += 1
        redrivenAt = moment
    }
}

extension StoredMapRun {
    /// What changes of it.
    var state: MapRunState { MapRunState(self) }
}

extension MapRunCounts {
    private static var fields: [(name: String, path: WritableKeyPath<MapRunCounts, Int>)] {
        [
            ("pending", \.pending), ("running", \.running), ("succeeded", \.succeeded), ("failed", \.failed),
            ("timedOut", \.timedOut), ("aborted", \.aborted), ("total", \.total), ("resultsWritten", \.resultsWritten),
            ("pendingRedrive", \.pendingRedrive), ("failuresNotRedrivable", \.failuresNotRedrivable),
        ]
    }

    fileprivate init(stored value: JSON?) {
        self.init()
        for (name, path) in Self.fields { self[keyPath: path] = Int(value?[name]?.integerValue ?? 0) }
    }

    fileprivate var stored: JSON {
        var object = JSONObject()
        for (name, path) in Self.fields { object[name] = .integer(Int64(self[keyPath: path])) }
        return .object(object)
    }
}
