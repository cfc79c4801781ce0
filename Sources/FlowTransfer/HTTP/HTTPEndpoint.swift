import FlowConnections
import FlowTasks
import StatesLanguage

/// Where an `http:` or `https:` connection leads, and what is sent along with each request.
struct HTTPEndpoint: Sendable {
    let connectionName: String
    /// `https://host:port`, without path.
    let origin: String
    /// The URL's own path, without a trailing `/`.
    let basePath: String
    let host: String
    private let certificateFile: String?
    private let timeoutMilliseconds: Int?
    private let authorization: String?
    private let user: String?
    private let password: String

    init(_ connection: Connection) throws(TaskFailure) {
        connectionName = connection.name
        guard let host = connection.url.host, !host.isEmpty else {
            throw .invalidPath("The URL of the connection \"\(connection.name)\" names no host.")
        }
        self.host = host
        let written = host.contains(":") ? "[\(host)]" : host
        origin = "\(connection.url.scheme)://\(written)\(connection.url.port.map { ":\($0)" } ?? "")"
        var path = connection.url.path
        while path.hasSuffix("/") { path.removeLast() }
        basePath = PercentEncoding.encode(path, keepingSlashes: true)
        certificateFile = connection.options["ca_file"]
        let seconds = connection.options["timeout_seconds"].flatMap(Double.init)
        timeoutMilliseconds = seconds.flatMap { $0 > 0 && $0 < 1e9 ? Int($0 * 1000) : nil }
        authorization =
            connection.setting("authorization") ?? connection.setting("token").map { "Bearer \($0)" }
        user = connection.url.user ?? connection.setting("user")
        password = connection.setting("password") ?? ""
    }

    /// A request to a path below the URL; the path may end in a query of its own.
    func call(_ method: String, _ path: String, query: [(String, String)] = []) throws(TaskFailure) -> HTTPCall {
        var call = HTTPCall(method: method, url: "")
        call.followsRedirects = true
        call.certificateFile = certificateFile
        call.timeoutMilliseconds = timeoutMilliseconds
        if let authorization {
            call.headers.append((name: "Authorization", value: authorization))
        } else if let user {
            call.credentials = (user, password)
        }
        let (rawPath, rawQuery) = split(path)
        var encoded = PercentEncoding.encode(rawPath, keepingSlashes: true)
        while encoded.hasPrefix("/") { encoded.removeFirst() }
        guard !rawPath.split(separator: "/").contains("..") else {
            throw .invalidPath("The path \"\(path)\" has a part \"..\", which could lead out of the connection's URL.")
        }
        call.url = origin + basePath + (encoded.isEmpty ? basePath.isEmpty ? "/" : "" : "/\(encoded)")
        let pairs = query.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }
        let all = (rawQuery.map { [$0] } ?? []) + pairs
        if !all.isEmpty { call.url += "?" + all.joined(separator: "&") }
        return call
    }

    /// A query that is part of the path is sent as it is written, but for what no URL may have in it.
    private func split(_ path: String) -> (String, String?) {
        guard let mark = path.firstIndex(of: "?") else { return (path, nil) }
        let query = path[path.index(after: mark)...].unicodeScalars.map { scalar in
            scalar.value > 32 && scalar.value < 127 && scalar != "#"
                ? String(scalar) : PercentEncoding.encode(String(scalar))
        }
        return (String(path[..<mark]), query.joined())
    }

    /// The server in words, for messages.
    var place: String { "The server of the connection \"\(connectionName)\" (\(origin))" }
}

extension Connection {
    /// An option, or a secret's text.
    func setting(_ name: String) -> String? { secrets[name]?.revealed ?? options[name] }
}
