import FlowJSON
import FlowMachine
import StatesLanguage

/// A history event as CloudWatch Logs gets it.
struct LogRecord: Sendable {
    let text: String
    let moment: Timestamp

    /// - Parameters:
    ///   - program: what the execution runs.
    ///   - includesData: whether inputs and outputs are logged.
    init(_ event: HistoryEvent, of execution: ExecutionRecord, in program: Program, includesData: Bool) {
        var json = event.json(in: program, of: execution.identity)
        if !includesData { json = json.withoutExecutionData }
        let details = json.objectValue?.first { $0.key.hasSuffix("EventDetails") }?.value
        let record: JSON = [
            "id": .string("\(event.id)"),
            "type": .string(event.type.rawValue),
            "details": details ?? [:],
            "previous_event_id": .string("\(event.previousEventID)"),
            "event_timestamp": .string("\(event.timestamp.milliseconds)"),
            "execution_arn": .string(execution.arn),
            "redrive_count": .string("\(execution.redriveCount)"),
        ]
        text = record.text
        moment = event.timestamp
    }

    /// As PutLogEvents takes it.
    var event: JSON { ["Timestamp": .integer(moment.milliseconds), "Message": .string(text)] }
}

/// How much of an execution is logged.
struct LogLevel: Hashable, Sendable {
    /// AWS's word: `ALL`, `ERROR`, `FATAL` or `OFF`.
    let name: String

    /// Whether an event is logged.
    ///
    /// Source: AWS's developer guide, "Log levels for Step Functions execution events".
    func includes(_ type: HistoryEventType) -> Bool {
        switch name {
        case "ALL": true
        case "ERROR": Self.isFailure(type)
        case "FATAL": Self.isFailure(type) && type.rawValue.hasPrefix("Execution")
        default: false
        }
    }

    private static func isFailure(_ type: HistoryEventType) -> Bool {
        type == .failStateEntered
            || ["Failed", "Aborted", "TimedOut"].contains { type.rawValue.hasSuffix($0) }
    }
}
