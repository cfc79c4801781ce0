/// A connection's URL in its parts; percent-escapes are decoded in them.
///
/// It never holds a password: what stands between `:` and `@` becomes the connection's secret `password`.
public struct ConnectionURL: Hashable, Sendable {
    /// In lower case: `file`, `sqlite`, `sftp`, `s3`, `http`, `https`, `postgres`, `redshift`.
    public var scheme: String
    /// The user, where the URL has one.
    public var user: String?
    /// The host, or a bucket's name for `s3`; without brackets for an IPv6 address.
    public var host: String?
    /// The port, where the URL has one.
    public var port: Int?
    /// What follows the host: with its leading `/` for URLs with a host, relative or absolute for `file:` and `sqlite:`.
    public var path: String
    /// The query's names and values in order; the connection's options are taken out of it.
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

extension ConnectionURL: CustomStringConvertible {
    /// The URL as people read it, such as `sftp://feeds@files.example:22/outgoing`; values of the query are left out.
    public var description: String {
        guard scheme != "file", scheme != "sqlite" else { return "\(scheme):\(path)" }
        var text = "\(scheme)://"
        if let user { text += "\(user)@" }
        if let host { text += host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host }
        if let port { text += ":\(port)" }
        return text + path
    }
}
