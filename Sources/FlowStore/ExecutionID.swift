/// What tells an execution from all others: an ARN, or anything else that is unique.
package struct ExecutionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as it is written.
    package let text: String

    /// The id that is written so.
    package init(_ text: String) { self.text = text }

    /// The id as it is written.
    package var description: String { text }

    /// Whether the first id sorts before the second, as text.
    package static func < (first: ExecutionID, second: ExecutionID) -> Bool { first.text < second.text }
}
