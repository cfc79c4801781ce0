package import FlowJSON

/// A task of an activity, as a worker gets it.
package struct ActivityTask: Hashable, Sendable {
    /// What the worker gives back with the result.
    package let token: String
    /// What the task is given.
    package let input: JSON
}
