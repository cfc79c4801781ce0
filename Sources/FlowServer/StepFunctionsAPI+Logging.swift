import FlowJSON

extension StepFunctionsAPI {
    /// A state machine's whole logging configuration.
    ///
    /// - Throws: `InvalidLoggingConfiguration`.
    func checkedLogging(_ given: JSONObject?) async throws -> JSONObject {
        try StateMachineSettings.logging(given)
    }
}
