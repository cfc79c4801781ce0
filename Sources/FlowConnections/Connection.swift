/// One thing outside that tasks reach by a name: the URL picks the part behind it.
public struct Connection: Sendable {
    /// The name that tasks use, such as `vendor`.
    public var name: String
    /// The URL without password: `sftp://feeds@files.example:22/outgoing`, `s3://bucket/prefix`, `file:data/lake`.
    public var url: ConnectionURL
    /// Settings beside the URL, by their names in `connections.yaml`, such as `region` or `known_hosts`.
    ///
    /// Checked when they were read: booleans are `true` or `false`, and paths don't begin with `~`.
    public var options: [String: String]
    /// Settings that must not show, such as `password`, `secret_access_key` or `key_passphrase`.
    package var secrets: [String: Secret]

    /// A connection of the given parts.
    package init(
        name: String,
        url: ConnectionURL,
        options: [String: String] = [:],
        secrets: [String: Secret] = [:]
    ) {
        self.name = name
        self.url = url
        self.options = options
        self.secrets = secrets
    }
}
