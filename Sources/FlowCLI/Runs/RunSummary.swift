import FlowJSON
import StatesLanguage

/// A run in a list.
struct RunSummary: Hashable, Sendable {
    /// The execution's ARN.
    var id: String
    /// The execution's name.
    var name: String
    /// The flow's or the state machine's name.
    var flow: String
    var status: RunStatus
    var startedAt: Timestamp
    /// When it ended, or `nil` while it has not.
    var stoppedAt: Timestamp?

    /// How long it took, or takes until now.
    func elapsed(until now: Timestamp) -> Duration {
        .milliseconds(max(0, (stoppedAt ?? now).milliseconds - startedAt.milliseconds))
    }

    /// The run with the names that AWS gives the members.
    var json: JSON {
        var object: JSONObject = [
            "executionArn": .string(id), "name": .string(name), "flow": .string(flow),
            "status": .string(status.awsName), "startDate": .string("\(startedAt)"),
        ]
        object["stopDate"] = stoppedAt.map { .string("\($0)") }
        if status == .interrupted { object["interrupted"] = true }
        return .object(object)
    }
}

/// Which runs are asked for.
struct RunQuery: Hashable, Sendable {
    var status: RunStatus?
    /// The flow's or the state machine's name.
    var flow: String?

    func matches(_ run: RunSummary) -> Bool {
        (status ?? run.status) == run.status && (flow ?? run.flow) == run.flow
    }
}

/// All that is known of a run but its history.
struct RunDetails: Sendable {
    var summary: RunSummary
    var input: JSON?
    var output: JSON?
    var error: String?
    var cause: String?
    var redriveCount = 0

    /// The run with the names that AWS gives the members.
    var json: JSONObject {
        var object = summary.json.objectValue ?? JSONObject()
        object["input"] = input
        object["output"] = output
        object["error"] = error.map { .string($0) }
        object["cause"] = cause.map { .string($0) }
        if redriveCount > 0 { object["redriveCount"] = .integer(Int64(redriveCount)) }
        return object
    }
}
