/// A place in a storage: a connection's name and a path below the connection's URL.
public struct FileLocation: Codable, Hashable, Sendable {
    /// The connection's name, such as `lake`.
    public var connection: String
    /// The path below the connection's URL, such as `raw/2026-01-31/orders.csv`.
    public var path: String

    /// The location of a path behind a connection.
    public init(connection: String, path: String) {
        self.connection = connection
        self.path = path
    }
}

/// A file as a storage knows it.
public struct StoredFile: Codable, Hashable, Sendable {
    /// Where it is.
    public var location: FileLocation
    /// The last part of its path.
    public var name: String
    /// Its size in bytes.
    public var sizeInBytes: Int64
    /// SHA-256 of its bytes in lower-case hex, where they went through here.
    public var sha256: String?
    /// The time of its last change in RFC 3339, where the storage tells.
    public var modified: String?

    /// A file of the given parts; the name is the last part of the path.
    public init(location: FileLocation, sizeInBytes: Int64, sha256: String? = nil, modified: String? = nil) {
        self.location = location
        name = location.path.split(separator: "/").last.map(String.init) ?? location.path
        self.sizeInBytes = sizeInBytes
        self.sha256 = sha256
        self.modified = modified
    }
}
