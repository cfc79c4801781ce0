/// A connection's URL in its parts; percent-escapes are decoded in them.
public struct ConnectionURL: Hashable, Sendable {
    /// In lower case: `file`, `sqlite`, `sftp`, `s3`, `http`, `https`, `postgres`, `redshift`.
    public var scheme: String
    /// The user, where the URL has one.
    public var user: String?
    /// The host, or a bucket's name for `s3`.
    public var host: String?
    /// The port, where the URL has one.
    public var port: Int?
    /// What follows the host: with its leading `/` for URLs with a host, relative or absolute for `file:` and `sqlite:`.
    public var path: String
    /// The query's names and values in order.
    public var query: [(name: String, value: String)] {
        get { queryItems.map { ($0.name, $0.value) } }
        set { queryItems = newValue.map { QueryItem(name: $0.name, value: $0.value) } }
    }
    private var queryItems: [QueryItem] = []

    private struct QueryItem: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// A URL of the given parts.
    public init(scheme: String, user: String? = nil, host: String? = nil, port: Int? = nil, path: String = "") {
        self.scheme = scheme
        self.user = user
        self.host = host
        self.port = port
        self.path = path
    }
}
