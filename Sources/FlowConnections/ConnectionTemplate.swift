/// A connection that a domain's flows need, with the embedded part that stands in until somebody configures it.
///
///     ConnectionTemplate("vendor", "The vendor's server with the day's orders", default: "file:data/vendor")
public struct ConnectionTemplate: Hashable, Sendable {
    /// The name that tasks use.
    public let name: String
    /// What it is for, in a few words.
    public let purpose: String
    /// The URL where nothing else is configured: `file:` or `sqlite:`, relative to the working directory.
    public let defaultURL: String

    /// A connection of the given name; `purpose` says what it is for.
    public init(_ name: String, _ purpose: String, default defaultURL: String) {
        self.name = name
        self.purpose = purpose
        self.defaultURL = defaultURL
    }
}
