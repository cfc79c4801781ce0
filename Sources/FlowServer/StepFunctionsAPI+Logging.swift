import FlowJSON

extension StepFunctionsAPI {
    /// A state machine's whole logging configuration, its log group looked up where log groups are known.
    ///
    /// - Throws: `InvalidLoggingConfiguration`.
    func checkedLogging(_ given: JSONObject?, for caller: Caller) async throws -> JSONObject {
        let logging = try StateMachineSettings.logging(given)
        guard let logs = configuration.logs, let group = LogDestination.groups(of: logging).first else {
            return logging
        }
        let parameters: JSON = ["LogGroupNamePrefix": .string(group)]
        let found: JSON
        do {
            found = try await logs.call("cloudwatchlogs", "describeLogGroups", parameters, account: caller.account)
        } catch {
            throw Self.refusal("The Log Destination could not be looked up: \(error)")
        }
        let names = (found["LogGroups"]?.arrayValue ?? []).compactMap { $0["LogGroupName"]?.stringValue }
        guard names.contains(group) else { throw Self.refusal("Log Destination not found.") }
        return logging
    }

    private static func refusal(_ reason: String) -> APIError {
        APIError(.invalidLoggingConfiguration, "Invalid Logging Configuration: \(reason)")
    }
}
