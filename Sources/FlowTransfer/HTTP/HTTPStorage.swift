import FlowConnections
import FlowTasks
import StatesLanguage

/// Files that an HTTP server gives: they can be read and asked about, not listed or written.
final class HTTPStorage: Storage {
    private let endpoint: HTTPEndpoint
    private let clients = ClientPool()
    private static let attempts = 4

    init(_ connection: Connection) throws { endpoint = try HTTPEndpoint(connection) }

    /// A pattern without wildcards lists its one file.
    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] {
        let isPlain = try Glob(pattern).parts.allSatisfy { if case .literal = $0 { true } else { false } }
        guard isPlain else {
            throw TaskFailure.unsupported(
                "The connection \"\(endpoint.connectionName)\" is an HTTP server, which cannot list files; name the file."
            )
        }
        do {
            return [try describe(pattern, cancellation)]
        } catch let failure as TaskFailure where failure.error == "Files.NotFound" {
            return []
        }
    }

    /// The size is -1 where the server does not tell it.
    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        let call = try endpoint.call("HEAD", path)
        let answer = try translating { try clients.withClient { try $0.send(call, cancellation) } }
        // Some servers answer only GET.
        guard answer.isSuccess || [405, 501].contains(answer.status) else { throw failure(answer, path) }
        return StoredFile(
            location: FileLocation(connection: endpoint.connectionName, path: path),
            sizeInBytes: answer.isSuccess ? answer.headers["content-length"].flatMap { Int64($0) } ?? -1 : -1,
            modified: answer.headers["last-modified"].flatMap(HTTPDate.rfc3339)
        )
    }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var position = offset
        var tag: String?
        var attempt = 1
        while true {
            let before = position
            do {
                try readOnce(path, &position, &tag, cancellation, consume)
                return
            } catch let error as CurlError {
                attempt = BrokenStream.attempt(after: attempt, bytes: position - before)
                guard error.isBrokenConnection, attempt < Self.attempts else {
                    throw TaskFailure(error, place: endpoint.place)
                }
                try clients.withClient { try $0.pause(milliseconds: 200 << attempt, cancellation) }
            }
        }
    }

    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink {
        throw TaskFailure.unsupported(
            "The connection \"\(endpoint.connectionName)\" is an HTTP server, where no files can be written; send them by the "
                + "task http-request."
        )
    }

    func delete(_ path: String, _ cancellation: Cancellation) throws {
        throw TaskFailure.unsupported(
            "The connection \"\(endpoint.connectionName)\" is an HTTP server, where no files can be removed."
        )
    }

    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }

    func probe(_ cancellation: Cancellation) throws {
        let call = try endpoint.call("HEAD", "")
        let answer = try translating { try clients.withClient { try $0.send(call, cancellation) } }
        if answer.status == 401 || answer.status == 403 { throw failure(answer, "/") }
    }

    private func readOnce(
        _ path: String,
        _ position: inout Int64,
        _ tag: inout String?,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var call = try endpoint.call("GET", path)
        if position > 0 {
            call.headers.append((name: "Range", value: "bytes=\(position)-"))
            // The rest of another version would be no part of this file.
            if let tag { call.headers.append((name: "If-Range", value: tag)) }
        }
        var reached = position
        let wantedTag = tag
        var seenTag = tag
        defer { (position, tag) = (reached, seenTag) }
        var skipped = position
        let answer = try clients.withClient { client in
            try client.send(call, cancellation) { answer, bytes in
                if answer.status == 206 || skipped == 0 {
                    try consume(bytes)
                    reached += Int64(bytes.count)
                } else if wantedTag != nil {
                    throw TaskFailure.connectionLost(
                        "The connection was lost, and \(self.endpoint.place) changed \"\(path)\" or cannot go on with it. Run again."
                    )
                } else {
                    // A server without ranges sends the beginning again.
                    let dropped = min(skipped, Int64(bytes.count))
                    skipped -= dropped
                    guard dropped < bytes.count else { return }
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[Int(dropped)...])
                    try consume(rest)
                    reached += Int64(rest.count)
                }
                seenTag = seenTag ?? answer.headers["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
            }
        }
        // A range that begins at the end of the file is empty, which HTTP calls unsatisfiable.
        if answer.status == 416, position > 0 { return }
        guard answer.isSuccess else { throw failure(answer, path) }
    }

    private func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as CurlError {
            throw TaskFailure(error, place: endpoint.place)
        }
    }

    private func failure(_ answer: HTTPAnswer, _ path: String) -> TaskFailure {
        switch answer.status {
        case 404, 410: .notFound("\(endpoint.place) has no file \"\(path)\".")
        case 401: .authenticationFailed("\(endpoint.place) refused the credentials; check user, password or token.")
        case 403: .accessDenied("\(endpoint.place) refused access to \"\(path)\".")
        default:
            TaskFailure(
                error: ErrorName("HTTP.StatusCode.\(answer.status)"),
                cause: "\(endpoint.place) answered \(answer.status) for \"\(path)\"."
            )
        }
    }
}
