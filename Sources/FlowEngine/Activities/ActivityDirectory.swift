/// Knows the activities that workers may do.
package protocol ActivityDirectory: Sendable {
    /// Whether there is an activity of that ARN; asked often, and must not block.
    func hasActivity(_ arn: String) -> Bool
}
