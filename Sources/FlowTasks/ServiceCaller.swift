package import FlowJSON

/// Calls services for Task states: what a `Resource` names that is no activity.
///
/// It says ``TaskMonitor/started()`` when it is ready to call: what fails before is a failure to start. For a resource with
/// `.sync` it says ``TaskMonitor/submitted(_:)`` with the service's answer and then waits for the job's end; where the
/// context has a `submittedOutput` already, it only waits. For `.waitForTaskToken` it returns the service's answer: the
/// engine waits for the token.
package protocol ServiceCaller: Sendable {
    /// Whether it calls what a resource names, such as `arn:aws:states:::sqs:sendMessage`.
    func calls(_ resource: String) -> Bool

    /// Makes the call that the context's `resource` names.
    func call(_ arguments: JSON, _ context: TaskContext) async throws -> JSON
}
