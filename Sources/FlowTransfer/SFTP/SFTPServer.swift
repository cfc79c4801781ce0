import FlowConnections
import Glibc
import StatesLanguage

/// Where an SFTP server is, who we are to it, and how we know that it is the right one.
struct SFTPServer: Sendable {
    /// What is done about a host whose key is not in known_hosts.
    enum HostKeyCheck: String {
        /// It is refused.
        case strict
        /// Its key is added; a changed key is refused.
        case acceptNew = "accept-new"
        /// Any key is taken.
        case off
    }
    let connectionName: String
    let host: String
    let port: Int
    let user: String
    let password: Secret?
    let keyFile: String?
    let keyPassphrase: Secret?
    let knownHostsFile: String
    let hostKeyCheck: HostKeyCheck
    /// The one key that is right, as SHA-256 in base64.
    let hostKeyPin: String?
    /// The URL's folder without a trailing `/`; without a leading one where it is below the user's home.
    let folder: String

    init(_ connection: Connection) throws(TaskFailure) {
        let name = connection.name
        guard let host = connection.url.host, !host.isEmpty else {
            throw .invalidPath("The URL of the connection \"\(name)\" names no host; write sftp://user@host/folder.")
        }
        connectionName = name
        self.host = host
        port = connection.url.port ?? 22
        user = connection.url.user ?? connection.setting("user") ?? environmentVariable("USER") ?? "root"
        password = connection.secrets["password"]
        keyPassphrase = connection.secrets["key_passphrase"]
        let namedKey = connection.options["key"].map(expandingHome)
        if let namedKey, access(namedKey, R_OK) != 0 {
            throw .authenticationFailed(
                "The key file \"\(namedKey)\" of the connection \"\(name)\" cannot be read: \(systemMessage(errno))."
            )
        }
        // libssh2 1.10 cannot log in with RSA keys, so those are not looked for.
        let usualKeys = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa"].map(expandingHome)
        keyFile = namedKey ?? (password == nil ? usualKeys.first { access($0, R_OK) == 0 } : nil)
        knownHostsFile = expandingHome(connection.options["known_hosts"] ?? "~/.ssh/known_hosts")
        let check = connection.options["host_key_check"] ?? HostKeyCheck.strict.rawValue
        guard let hostKeyCheck = HostKeyCheck(rawValue: check) else {
            throw TaskFailure(
                error: "Connection.NotUsable",
                cause:
                    "The option host_key_check of the connection \"\(name)\" is \"\(check)\"; it can be strict, accept-new or off."
            )
        }
        self.hostKeyCheck = hostKeyCheck
        hostKeyPin = connection.options["host_key_sha256"].map { pin in
            var pin = pin.hasPrefix("SHA256:") ? String(pin.dropFirst(7)) : pin
            // libcurl compares the padding too.
            while pin.utf8.count % 4 != 0 { pin += "=" }
            return pin
        }
        var folder = connection.url.path
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        if folder == "/~" || folder.hasPrefix("/~/") { folder = String(folder.dropFirst(3)) }
        self.folder = folder
    }

    /// The server in words, for messages.
    var place: String { "The SFTP server \(host):\(port)" }

    /// The host as known_hosts writes it.
    var knownHostsName: String { port == 22 ? host : "[\(host)]:\(port)" }

    /// A path on the server: absolute, or relative to the user's home.
    func remotePath(_ parts: [String]) -> String {
        let below = parts.joined(separator: "/")
        if folder.isEmpty { return below }
        if below.isEmpty { return folder }
        return folder == "/" ? "/\(below)" : "\(folder)/\(below)"
    }

    /// The URL of a path on the server.
    func url(_ remotePath: String, isFolder: Bool = false) -> String {
        let written = host.contains(":") ? "[\(host)]" : host
        let absolute = remotePath.hasPrefix("/") ? remotePath : "/~/\(remotePath)"
        let encoded = absolute.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0 == "~" ? "~" : PercentEncoding.encode(String($0)) }.joined(separator: "/")
        return "sftp://\(written):\(port)\(encoded)\(isFolder && !encoded.hasSuffix("/") ? "/" : "")"
    }
}
