/// A path selects nothing in a value, or cannot be applied to it.
package struct PathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which of the two.
    package enum Code: String, Hashable, Sendable {
        /// The value has nothing at the path.
        case notFound = "NOT_FOUND"
        /// The path asks of the value what only another kind of value can give.
        case invalidPath = "INVALID_PATH"
    }

    /// Which kind of error.
    package let code: Code
    /// Why, in AWS's words: `No results for path: $['x']`, `Missing property in path $['no']`.
    package let description: String

    static func notFound(_ description: String) -> PathError { PathError(code: .notFound, description: description) }

    static func invalid(_ description: String) -> PathError { PathError(code: .invalidPath, description: description) }
}
