import FlowDiagnostics

/// What the connections of a scheme are: their options, and what their URLs must have.
package struct ConnectionKind: Sendable {
    /// The scheme, as ``ConnectionURL/scheme`` holds it.
    package let scheme: String
    /// A URL to show as an example.
    package let example: String
    /// The options that a connection of this kind may have, `password_file` and its like left out.
    package let options: [ConnectionOption]
    let needsHost: Bool

    /// Whether the URL names a file or folder of this machine.
    package var isLocal: Bool { scheme == "file" || scheme == "sqlite" }

    /// The option of a name, or `nil` where this kind has none.
    package func option(named name: String) -> ConnectionOption? { options.first { $0.name == name } }

    /// The kind of a scheme; `postgresql` is `postgres`.
    package static func of(scheme: String) -> ConnectionKind? {
        all.first { $0.scheme == (scheme == "postgresql" ? "postgres" : scheme) }
    }

    /// Every scheme.
    package static var schemes: [String] { all.map(\.scheme) }

    /// Every kind.
    package static let all: [ConnectionKind] = [
        ConnectionKind(scheme: "file", example: "file:data/lake", options: [], needsHost: false),
        ConnectionKind(scheme: "sqlite", example: "sqlite:data/warehouse.db", options: [], needsHost: false),
        ConnectionKind(
            scheme: "sftp",
            example: "sftp://user@files.example/folder",
            options: [
                ConnectionOption("user"), ConnectionOption("password"), ConnectionOption("key", .path),
                ConnectionOption("key_passphrase"), ConnectionOption("known_hosts", .path),
                ConnectionOption("host_key_check", .choice(["strict", "accept-new", "off"])),
                ConnectionOption("host_key_sha256"),
            ],
            needsHost: true
        ),
        ConnectionKind(
            scheme: "s3",
            example: "s3://bucket/prefix",
            options: [
                ConnectionOption("endpoint"), ConnectionOption("region"), ConnectionOption("path_style", .boolean),
                ConnectionOption("access_key_id"), ConnectionOption("secret_access_key"),
                ConnectionOption("session_token"), ConnectionOption("profile"),
                ConnectionOption("part_size_mib", .integer(5...5_120)),
            ],
            needsHost: true
        ),
        ConnectionKind(scheme: "http", example: "http://api.example/v1", options: http, needsHost: true),
        ConnectionKind(scheme: "https", example: "https://api.example/v1", options: http, needsHost: true),
        ConnectionKind(scheme: "postgres", example: "postgres://user@db.example/sales", options: sql, needsHost: false),
        ConnectionKind(
            scheme: "redshift",
            example: "redshift://user@cluster.example:5439/sales",
            options: sql,
            needsHost: true
        ),
    ]

    private static let http = [
        ConnectionOption("token"), ConnectionOption("authorization"), ConnectionOption("user"),
        ConnectionOption("password"), ConnectionOption("timeout_seconds", .integer(1...86_400)),
        ConnectionOption("ca_file", .path),
    ]

    private static let sql = [
        ConnectionOption("user"), ConnectionOption("password"),
        ConnectionOption("sslmode", .choice(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])),
        ConnectionOption("sslrootcert", .path), ConnectionOption("application_name"),
    ]

    /// Throws where a URL lacks what this kind needs, or has what it has no use for.
    func check(
        _ url: ConnectionURL,
        hasPassword: Bool,
        orThrow malformed: (String, String?) -> Diagnostic
    ) throws(Diagnostic) {
        if isLocal {
            let isHere = url.host == nil || url.host == "localhost"
            guard isHere, url.user == nil, url.port == nil else {
                throw malformed(
                    "names the host \"\(url.host ?? "")\"",
                    "A \(scheme): URL is a path: write \(scheme):folder/name, or \(scheme):/folder/name from the root."
                )
            }
            guard !url.path.isEmpty else { throw malformed("names no path", "Write \(example).") }
        }
        if needsHost, url.host == nil {
            throw malformed(scheme == "s3" ? "names no bucket" : "names no host", "Write \(example).")
        }
        if scheme == "s3", url.user != nil || hasPassword || url.port != nil {
            throw malformed(
                "has a user or a port",
                "An s3: URL is bucket and prefix; the server is the option endpoint, and keys are options too."
            )
        }
    }
}
