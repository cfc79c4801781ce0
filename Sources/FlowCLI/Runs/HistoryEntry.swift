import FlowJSON
import StatesLanguage

/// One history event as AWS writes it, read for people.
struct HistoryEntry {
    let json: JSON
    let id: Int64
    let previousID: Int64
    let type: String
    let moment: Timestamp
    /// What the event's `…EventDetails` hold.
    let details: JSON?

    init(_ json: JSON) {
        self.json = json
        id = json["id"]?.integerValue ?? 0
        previousID = json["previousEventId"]?.integerValue ?? 0
        type = json["type"]?.stringValue ?? ""
        moment = Timestamp(milliseconds: Int64(((json["timestamp"]?.doubleValue ?? 0) * 1_000).rounded()))
        details = json.objectValue?.first { $0.key.hasSuffix("EventDetails") }?.value
    }

    var isEntry: Bool { type.hasSuffix("StateEntered") }
    var isExit: Bool { type.hasSuffix("StateExited") }
    var isAborted: Bool { type.hasSuffix("StateAborted") }
    /// An attempt of a task was ordered.
    var isAttempt: Bool {
        ["TaskScheduled", "ActivityScheduled", "LambdaFunctionScheduled"].contains(type)
    }
    /// An attempt of a task, or an expression, failed.
    var isFailure: Bool { error != nil && !type.hasPrefix("Execution") }

    /// The state's name, where the event has it.
    var stateName: String? { isEntry || isExit ? details?["name"]?.stringValue : nil }
    var error: String? { details?["error"]?.stringValue }
    var cause: String? { details?["cause"]?.stringValue }
    var workerName: String? { details?["workerName"]?.stringValue }
    /// The number of redrives, the first one 1.
    var redriveCount: Int64? { details?["redriveCount"]?.integerValue }
}
