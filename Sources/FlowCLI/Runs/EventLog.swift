import FlowJSON
import StatesLanguage

/// Writes an execution's history events as log lines, and as the records that CloudWatch Logs gets of them.
struct EventLog {
    /// The execution's ARN.
    let execution: String
    /// The states that events belong to which don't name theirs.
    private var states: [Int64: String] = [:]
    private var redriveCount: Int64 = 0

    init(of execution: String) { self.execution = execution }

    /// The next event as a line has it, and its record.
    mutating func line(_ event: HistoryEntry) -> (line: JSON, record: JSON) {
        let name = event.stateName ?? states[event.previousID] ?? ""
        states[event.id] = name
        redriveCount = event.redriveCount ?? redriveCount
        var line: JSONObject = [
            "time": .string(event.moment.description), "level": event.error == nil ? "info" : "error",
        ]
        if !name.isEmpty { line["state"] = .string(name) }
        line["message"] = .string(event.type)
        line["error"] = event.error.map { .string($0) }
        line["cause"] = event.cause.map { .string($0) }
        return (.object(line), record(of: event))
    }

    private func record(of event: HistoryEntry) -> JSON {
        [
            "id": .string("\(event.id)"),
            "type": .string(event.type),
            "details": event.details ?? [:],
            "previous_event_id": .string("\(event.previousID)"),
            "event_timestamp": .string("\(event.moment.milliseconds)"),
            "execution_arn": .string(execution),
            "redrive_count": .string("\(redriveCount)"),
        ]
    }
}
