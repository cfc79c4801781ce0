import FlowJSON
import Logging

extension StepFunctionsAPI {
    /// A state machine's whole logging configuration, its log group looked up where log groups are known.
    ///
    /// - Throws: `InvalidLoggingConfiguration` or `InvalidArn`.
    func checkedLogging(_ given: JSONObject?, for caller: Caller) async throws -> JSONObject {
        let logging = try StateMachineSettings.logging(given)
        if LogDestination(logging) != nil, !outbox.takesLogs {
            configuration.logger.notice(
                "A state machine asks for execution logs, which nobody takes: see --execution-logs and AWS_ENDPOINT_URL."
            )
        }
        guard let logs = configuration.logs, let group = LogDestination.groups(of: logging).first else {
            return logging
        }
        let parameters: JSON = ["LogGroupNamePrefix": .string(group)]
        let found: JSON
        do {
            found = try await logs.call("cloudwatchlogs", "describeLogGroups", parameters, account: caller.account)
        } catch {
            throw StateMachineSettings.invalidLogging("The Log Destination could not be looked up: \(error)")
        }
        let names = (found["LogGroups"]?.arrayValue ?? []).compactMap { $0["LogGroupName"]?.stringValue }
        guard names.contains(group) else { throw StateMachineSettings.invalidLogging("Log Destination not found.") }
        return logging
    }
}
