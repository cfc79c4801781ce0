import FlowConnections
import Glibc

/// How a server is reached, as libpq wants it.
struct PostgresSettings {
    /// Whether the server is a Redshift cluster, which speaks PostgreSQL 8's SQL.
    let isRedshift: Bool
    /// The connection's name, for messages.
    let name: String
    /// Host and port, for messages.
    let place: String
    /// How long the server may take to answer.
    let timeoutSeconds = 15
    /// libpq's keywords with their values.
    let keywords: [(String, String)]

    /// The settings of a `postgres:` or `redshift:` connection.
    ///
    /// `sslmode` is `verify-full` where `sslrootcert` is given, else `require` for Redshift and libpq's `prefer` for
    /// PostgreSQL.
    init(_ connection: Connection) {
        let url = connection.url
        isRedshift = url.scheme == "redshift"
        name = connection.name
        let options = connection.options
        let port = url.port ?? (isRedshift ? 5439 : 5432)
        place = "\(url.host ?? "the local socket"):\(port)"

        var keywords = [
            ("port", String(port)),
            ("client_encoding", "UTF8"),
            ("application_name", options["application_name"] ?? "flow-task"),
            // An idle connection that broke without a word is noticed within a minute, a busy one within five: a server
            // that takes nothing while it waits for a lock is not to be mistaken for a broken one.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "300000"),
        ]
        if let host = url.host, !host.isEmpty { keywords.append(("host", host)) }
        if let user = url.user ?? options["user"] { keywords.append(("user", user)) }
        let database = url.path.drop { $0 == "/" }
        if !database.isEmpty { keywords.append(("dbname", String(database))) }
        if let password = connection.secrets["password"] { keywords.append(("password", password.revealed)) }
        let certificate = options["sslrootcert"]
        if let certificate { keywords.append(("sslrootcert", certificate)) }
        if let mode = options["sslmode"] ?? (certificate != nil ? "verify-full" : isRedshift ? "require" : nil) {
            keywords.append(("sslmode", mode))
        }
        self.keywords = keywords
    }
}

/// Gives C strings of optional texts for the time of a call.
func withCStrings<Result>(
    _ texts: [String?],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?) throws -> Result
) rethrows -> Result {
    let copies = texts.map { text in text.flatMap { strdup($0) } }
    defer { for copy in copies { free(copy) } }
    return try copies.map { UnsafePointer($0) }.withUnsafeBufferPointer { try body($0.baseAddress) }
}
