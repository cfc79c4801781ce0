/// One thing that is wrong in a text that somebody wrote: what, where, and what to do about it.
public struct Diagnostic: Error, Hashable, Sendable {
    /// A stable code; never reused and never renumbered.
    public struct Code: Hashable, Sendable, ExpressibleByStringLiteral {
        /// The code as it is printed, such as `A12`.
        public let text: String

        /// A code with the given text.
        public init(_ text: String) { self.text = text }

        /// A code with the given text.
        public init(stringLiteral text: String) { self.init(text) }
    }

    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        /// The text cannot be used, or not as it was written.
        case error
        /// The text can be used and will hurt.
        case warning
        /// Worth knowing.
        case information
    }

    /// What kind of thing is wrong.
    public var code: Code
    /// How bad it is.
    public var severity: Severity
    /// What is wrong, in one sentence that quotes the author's own words.
    public var message: String
    /// Where it is wrong.
    public var location: TextLocation
    /// What to do, or `nil` where the message says it all.
    public var hint: String?

    /// A diagnostic of the given parts.
    public init(
        code: Code,
        severity: Severity = .error,
        message: String,
        location: TextLocation = TextLocation(),
        hint: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.hint = hint
    }
}
