package import FlowDiagnostics
package import FlowJSON
import JSONata
import StatesLanguage

extension Interpreter {
    /// The form of snapshots; another number means another form.
    private static let snapshotVersion: Int64 = 3

    /// All that an execution is between two events, but the program, the identity and the limits.
    ///
    /// An interpreter that is made from it goes on exactly as this one: the same events give the same outcomes.
    package var snapshot: JSON {
        var object = JSONObject()
        object["version"] = .integer(Self.snapshotVersion)
        object["random"] = .integer(Int64(bitPattern: random.state))
        object["tokenKey"] = tokenKey?.snapshot
        object["input"] = input
        object["startedAt"] = startedAt.map { .integer($0.milliseconds) }
        object["status"] = status?.snapshot
        if let redrivenAt {
            object["redriven"] = [.integer(Int64(redriveCount)), .integer(redrivenAt.milliseconds)]
        }
        object["counters"] = [
            .integer(Int64(nextEventID)), .integer(Int64(lastTaskID)), .integer(Int64(lastTimerID)),
            .integer(Int64(lastMapRunID)),
        ]
        object["scopes"] = .array(scopes.map(\.snapshot))
        object["ready"] = .array(ready.map(\.snapshot))
        object["free"] = .array((freeScopes + leftScopes).map(\.snapshot))
        if !missingActivities.isEmpty {
            object["missingActivities"] = .array(missingActivities.sorted().map(JSON.string))
        }
        let pendingTasks = tasks.sorted { $0.key < $1.key }
        object["tasks"] = .array(pendingTasks.map { [.integer(Int64($0.key.rawValue)), $0.value.snapshot] })
        let pendingTimers = timers.sorted { $0.key < $1.key }
        object["timers"] = .array(pendingTimers.map { [.integer(Int64($0.key.rawValue)), $0.value.snapshot] })
        let pendingRuns = mapRuns.sorted { $0.key < $1.key }
        object["mapRuns"] = .array(pendingRuns.map { [.integer(Int64($0.key.rawValue)), $0.value.snapshot] })
        return .object(object)
    }

    /// An execution as it was when a snapshot was made.
    ///
    /// - Parameters:
    ///   - program: the program that it ran; another one's states would be mistaken for it.
    ///   - limits: those that it ran with.
    /// - Throws: where the snapshot is not one of this version, or does not fit the program.
    package init(
        program: Program,
        execution identity: ExecutionIdentity,
        limits: ExecutionLimits = .aws,
        snapshot: JSON
    ) throws(Diagnostic) {
        let reader = SnapshotReader(value: snapshot, place: "snapshot")
        guard try reader["version"].integer() == Self.snapshotVersion else {
            throw reader["version"].mismatch("\(Self.snapshotVersion)")
        }
        let seed = UInt64(bitPattern: try reader["random"].integer())
        self.init(program: program, execution: identity, limits: limits, randomSeed: seed)
        if let key = reader["tokenKey"].optional { tokenKey = try TaskTokenKey(key) }
        input = try reader["input"].present()
        startedAt = try reader["startedAt"].optional?.timestamp()
        status = try reader["status"].optional?.status()
        if let redriven = try reader["redriven"].optional?.elements(count: 2) {
            redriveCount = try redriven[0].position()
            redrivenAt = try redriven[1].timestamp()
        }
        let counters = try reader["counters"].elements(count: 4)
        nextEventID = try counters[0].position()
        lastTaskID = try counters[1].position()
        lastTimerID = try counters[2].position()
        lastMapRunID = try counters[3].position()
        for element in try reader["scopes"].elements() { scopes.append(try element.scope(in: program)) }
        for element in try reader["ready"].elements() { ready.append(try element.scopeIndex(in: self)) }
        for element in try reader["free"].elements() { freeScopes.append(try element.scopeIndex(in: self)) }
        for element in try reader["tasks"].elements() {
            let pair = try element.elements(count: 2)
            tasks[TaskID(rawValue: try pair[0].position())] = try pair[1].pendingTask(in: self)
        }
        for element in try reader["timers"].elements() {
            let pair = try element.elements(count: 2)
            timers[TimerID(rawValue: try pair[0].position())] = try pair[1].timerPurpose(in: self)
        }
        for resource in try reader["missingActivities"].optional?.values() ?? [] {
            if let text = resource.stringValue { missingActivities.insert(text) }
        }
        for element in try reader["mapRuns"].elements() {
            let pair = try element.elements(count: 2)
            mapRuns[MapRunID(rawValue: try pair[0].position())] = try pair[1].runningScope(in: self)
        }
        try checkReferences(reader)
    }

    /// Refuses scopes that lie about each other, which would be followed without a look later.
    private func checkReferences(_ reader: SnapshotReader) throws(Diagnostic) {
        for scope in scopes {
            let others = (scope.children?.running ?? []) + (scope.parent.isNone ? [] : [scope.parent])
            guard others.allSatisfy({ scopes.indices.contains($0.position) }) else {
                throw reader["scopes"].mismatch("scopes that name each other")
            }
        }
    }
}

extension ExecutionStatus {
    fileprivate var snapshot: JSON {
        switch self {
        case .succeeded(let output): ["succeeded", output]
        case .failed(let error, let cause):
            ["failed", error.map(JSON.string) ?? .null, cause.map(JSON.string) ?? .null]
        case .timedOut: ["timedOut"]
        case .aborted(let error, let cause):
            ["aborted", error.map(JSON.string) ?? .null, cause.map(JSON.string) ?? .null]
        }
    }
}

extension ScopeIndex {
    fileprivate var snapshot: JSON { .integer(Int64(rawValue)) }
}

extension PendingTask {
    fileprivate var snapshot: JSON {
        var object = JSONObject()
        object["scope"] = scope.snapshot
        object["timeoutSeconds"] = timeoutSeconds.map(JSON.integer)
        object["heartbeatSeconds"] = heartbeatSeconds.map(JSON.integer)
        object["hasStarted"] = .bool(hasStarted)
        if isWithWorker { object["isWithWorker"] = true }
        object["timeout"] = timeout.map { .integer(Int64($0.rawValue)) }
        object["heartbeat"] = heartbeat.map { .integer(Int64($0.rawValue)) }
        object["lastHeartbeat"] = .integer(lastHeartbeat.milliseconds)
        object["submitted"] = submittedOutput.map { [$0] }
        return .object(object)
    }
}

extension TimerPurpose {
    fileprivate var snapshot: JSON {
        switch self {
        case .execution: ["execution"]
        case .wait(let scope, let end): ["wait", scope.snapshot, .integer(end.milliseconds)]
        case .retry(let scope): ["retry", scope.snapshot]
        case .timeout(let task): ["timeout", .integer(Int64(task.rawValue))]
        case .heartbeat(let task): ["heartbeat", .integer(Int64(task.rawValue))]
        }
    }
}
