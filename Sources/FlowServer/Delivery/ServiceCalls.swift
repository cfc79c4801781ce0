package import FlowJSON

/// Calls other AWS services for the API itself: those that take its logs and its events.
package protocol ServiceCalls: Sendable {
    /// Calls an operation.
    ///
    /// - Parameters:
    ///   - service: `cloudwatchlogs` or `eventbridge`.
    ///   - operation: such as `putLogEvents`.
    ///   - account: in whose name.
    func call(_ service: String, _ operation: String, _ parameters: JSON, account: String) async throws -> JSON
}
