import FlowJSON

/// Where an execution's events are logged, and how many of them.
struct LogDestination: Hashable, Sendable {
    let group: String
    let level: LogLevel
    let includesData: Bool

    /// `nil` where nothing is logged.
    init?(_ logging: JSONObject) {
        level = LogLevel(name: logging["level"]?.stringValue ?? "OFF")
        includesData = logging["includeExecutionData"]?.boolValue ?? false
        guard level.name != "OFF", let group = Self.groups(of: logging).first else { return nil }
        self.group = group
    }

    /// The names of the log groups that a configuration names.
    static func groups(of logging: JSONObject) -> [String] {
        (logging["destinations"]?.arrayValue ?? []).compactMap { destination in
            guard let arn = destination["cloudWatchLogsLogGroup"]?["logGroupArn"]?.stringValue else { return nil }
            // arn:aws:logs:<region>:<account>:log-group:<name>:*
            let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count > 6 && parts[5] == "log-group" ? String(parts[6]) : ""
        }
    }
}
