/// A text that must not show: it prints as dots, and is not `Codable`.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself; hand it to nobody but the server that asks for it.
    package let revealed: String

    /// A secret of the given text.
    package init(_ text: String) { revealed = text }

    /// Dots.
    public var description: String { "••••" }
    /// Dots.
    public var debugDescription: String { description }
    /// Without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
