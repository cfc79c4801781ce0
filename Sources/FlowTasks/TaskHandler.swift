/// Does the work of one kind of task.
///
/// Cancellation of the Swift task reaches `run`; let `CancellationError` through. A failure that `Retry` and `Catch`
/// should match is thrown as `TaskFailure`; any other error becomes `States.TaskFailed` with the error's description.
public protocol TaskHandler: Sendable {
    /// The typed input, which names the kind of task.
    associatedtype Input: TaskInput

    /// Does the work once; called anew for each attempt, with the same idempotency key for the same attempt.
    func run(_ input: Input, _ context: TaskContext) async throws -> Input.Output
}
