import FlowDiagnostics
import FlowJSON

extension Rule {
    /// B01, B02, B05, B25 and B26: numbers, moments and lengths.
    static let values: [Rule] = [
        Rule(machineTimeout), eachState(timeouts), eachState(waits), eachState(failTexts),
    ]

    static let longestSeconds: Int64 = 99_999_999

    /// B01 of the machine.
    private static func machineTimeout(_ reading: Reading) {
        guard let seconds = reading.machineTimeoutSeconds, !(1...longestSeconds ~= seconds) else { return }
        reading.report(.timeoutRange, outOfRange("TimeoutSeconds", seconds, 1), at: "/TimeoutSeconds")
    }

    /// B01 and B02.
    private static func timeouts(_ state: StateFields) {
        guard state.type == .task else { return }
        let timeout = state["TimeoutSeconds"]?.integerValue
        let heartbeat = state["HeartbeatSeconds"]?.integerValue
        for (field, value) in [("TimeoutSeconds", timeout), ("HeartbeatSeconds", heartbeat)] {
            guard let value, !(1...longestSeconds ~= value) else { continue }
            state.report(.timeoutRange, outOfRange(field, value, 1), at: field)
        }
        let isWritten = ["TimeoutSeconds", "TimeoutSecondsPath"].contains { state[$0] != nil }
        let preset = isWritten ? nil : state.reading.specification.defaultTaskTimeout.seconds
        if let timeout = timeout ?? preset, let heartbeat, timeout > 0, heartbeat >= timeout {
            state.report(
                .heartbeatNotBelowTimeout,
                "\"HeartbeatSeconds\" is \(heartbeat), but should be below \"TimeoutSeconds\", which is \(timeout)"
                    + (isWritten ? "." : " where it is absent."),
                at: "HeartbeatSeconds"
            )
        }
    }

    /// B05 and B26 of Wait states.
    private static func waits(_ state: StateFields) {
        guard state.type == .wait else { return }
        if let seconds = state["Seconds"]?.integerValue, !(0...longestSeconds ~= seconds) {
            state.report(.numberRange, outOfRange("Seconds", seconds, 0), at: "Seconds")
        }
        guard let text = state["Timestamp"]?.stringValue, Timestamp(text) == nil else { return }
        if state.state.language == .jsonata, ExpressionText(text) != nil { return }
        // A template's placeholder is filled in before the definition is used.
        if text.contains("${") { return }
        state.report(
            .invalidTimestamp,
            "\"\(text)\" is no RFC 3339 timestamp.",
            at: "Timestamp",
            hint: "Write it as \"2026-11-21T09:14:00Z\"."
        )
    }

    /// B25.
    private static func failTexts(_ state: StateFields) {
        guard state.type == .fail else { return }
        for (field, limit) in [
            ("Error", TaskFailure.errorLengthLimit), ("Cause", TaskFailure.causeLengthLimit),
        ] {
            guard let text = state[field]?.stringValue, text.utf16.count > limit else { continue }
            state.report(
                .errorTooLong,
                "\"\(field)\" has \(text.utf16.count) characters; what is over \(limit) will be cut.",
                at: field,
                severity: .warning
            )
        }
    }

    static func outOfRange(_ field: String, _ value: Int64, _ least: Int64, _ most: Int64 = longestSeconds) -> String {
        "\"\(field)\" is \(value), but should be from \(least) to \(most)."
    }
}
