import FlowJSON
import StatesLanguage

/// Writes history events as the lines that `run` writes into a pipe.
struct EventLines {
    /// When each state was last entered, for the time that it took.
    private var entered: [String: Timestamp] = [:]
    /// The states that events belong to which don't name theirs.
    private var states: [Int64: String] = [:]
    /// The state of the latest event that has one.
    private(set) var lastState: String?

    /// The line of the next event, or `nil` for one that people don't look for.
    mutating func line(_ event: HistoryEntry) -> String? {
        let name = event.stateName ?? states[event.previousID] ?? ""
        states[event.id] = name
        if let stateName = event.stateName { lastState = stateName }
        guard let text = text(event, name) else { return nil }
        return "\(event.moment)  \(name.isEmpty ? "" : "\(name)  ")\(text)"
    }

    private mutating func text(_ event: HistoryEntry, _ name: String) -> String? {
        if event.isEntry {
            entered[name] = event.moment
            return "entered"
        }
        if event.isExit {
            let start = entered[name] ?? event.moment
            return "done in \(Quantity.duration(.milliseconds(event.moment.milliseconds - start.milliseconds)))"
        }
        if event.isAborted { return "aborted" }
        if event.type == "ExecutionRedriven" { return "redriven" }
        guard event.isFailure, let error = event.error else { return nil }
        return event.cause.map { "failed: \(error): \($0)" } ?? "failed: \(error)"
    }
}
