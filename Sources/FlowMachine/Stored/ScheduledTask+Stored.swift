package import FlowDiagnostics
package import FlowJSON

extension ScheduledTask {
    /// All of the task as JSON, for a store.
    package var stored: JSON {
        var object = JSONObject()
        object["id"] = .integer(Int64(id.rawValue))
        object["stateName"] = .string(stateName)
        object["resource"] = .string(resource)
        object["arguments"] = arguments
        object["credentials"] = credentials.map { [$0] }
        object["timeoutSeconds"] = timeoutSeconds.map(JSON.integer)
        object["heartbeatSeconds"] = heartbeatSeconds.map(JSON.integer)
        object["attempt"] = .integer(Int64(attempt))
        object["idempotencyKey"] = .string(idempotencyKey)
        object["taskToken"] = taskToken.map(JSON.string)
        if !iterations.isEmpty { object["iterations"] = .array(iterations.map { .integer(Int64($0)) }) }
        return .object(object)
    }

    /// A task that was written so.
    ///
    /// - Throws: where the value is no such task, or one of another version.
    package init(stored value: JSON) throws(Diagnostic) {
        let reader = SnapshotReader(value: value, place: "task")
        var iterations: [Int] = []
        for element in try reader["iterations"].optional?.elements() ?? [] { iterations.append(try element.position()) }
        self.init(
            id: TaskID(rawValue: try reader["id"].position()),
            stateName: try reader["stateName"].text(),
            resource: try reader["resource"].text(),
            arguments: try reader["arguments"].present(),
            credentials: try reader["credentials"].optional?.elements(count: 1)[0].present(),
            timeoutSeconds: try reader["timeoutSeconds"].optionalInteger(),
            heartbeatSeconds: try reader["heartbeatSeconds"].optionalInteger(),
            attempt: try reader["attempt"].position(),
            idempotencyKey: try reader["idempotencyKey"].text(),
            taskToken: try reader["taskToken"].optionalText(),
            iterations: iterations
        )
    }
}
