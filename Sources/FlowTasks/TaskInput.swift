public import FlowJSON

/// What a task takes, and with it what kind of task it is.
///
/// A flow's author writes `task("Land", CopyFile(from: …, to: …))`; the value is the task's typed input, its type names the
/// handler. Fields are declared with ``Value``, so that each takes a literal or a reference to something known only at
/// run time:
///
///     struct PriceOrders: TaskInput {
///         static let taskName = "orders-price"
///         @Value var day: String
///         struct Output: Codable, Sendable { var total: Double }
///     }
public protocol TaskInput: Codable, Sendable {
    /// What the handler answers.
    associatedtype Output: Codable & Sendable = JSON

    /// The name under which the handler is registered: letters, digits and `-`, such as `files-copy`.
    ///
    /// In ASL it is the last part of the task's resource, an activity's ARN.
    static var taskName: String { get }
}
