/// A state failed while it ran; `Retry` and `Catch` match the failure by its error name.
///
/// A handler throws it to choose the error name that the flow's retriers and catchers see.
public struct TaskFailure: Error, Hashable, Sendable {
    /// The most UTF-16 units of an error name.
    package static let errorLengthLimit = 256
    /// The most UTF-16 units of a cause.
    package static let causeLengthLimit = 32_768

    /// What went wrong, by name.
    public let error: ErrorName
    /// What went wrong, for people; empty where there is nothing to say.
    public let cause: String

    /// A failure; a name over 256 or a cause over 32,768 UTF-16 units is cut.
    public init(error: ErrorName, cause: String = "") {
        let name = error.text.prefix(utf16Units: Self.errorLengthLimit)
        self.error = name.utf8.count == error.text.utf8.count ? error : ErrorName(name)
        self.cause = cause.prefix(utf16Units: Self.causeLengthLimit)
    }
}

extension TaskFailure: CustomStringConvertible {
    /// The name and the cause in one line.
    public var description: String { cause.isEmpty ? error.text : "\(error.text): \(cause)" }
}

extension String {
    /// The longest beginning of whole Unicode scalars that is at most `limit` UTF-16 units long.
    fileprivate func prefix(utf16Units limit: Int) -> String {
        // A text is never longer in UTF-16 units than in bytes.
        guard utf8.count > limit else { return self }
        var units = 0
        var end = unicodeScalars.startIndex
        for index in unicodeScalars.indices {
            units += unicodeScalars[index].value > 0xFFFF ? 2 : 1
            if units > limit { break }
            end = unicodeScalars.index(after: index)
        }
        return String(unicodeScalars[..<end])
    }
}
