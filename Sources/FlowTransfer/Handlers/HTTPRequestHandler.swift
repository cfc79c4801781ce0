import FlowConnections
import FlowJSON
import FlowTasks
import StatesLanguage

/// Does ``HTTPRequest``.
struct HTTPRequestHandler: TaskHandler {
    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
    private static let bodyLimit = 200_000

    func run(_ input: HTTPRequest, _ context: TaskContext) async throws -> HTTPRequest.Output {
        let method = input.method.uppercased()
        guard Self.methods.contains(method) else {
            throw TaskFailure(
                error: "Task.InvalidInput",
                cause: "\"\(input.method)\" is no method of HTTP; use one of \(Self.methods.joined(separator: ", "))."
            )
        }
        let endpoint = try Self.endpoint(input.connection, context)
        let query = try Self.query(input.query)
        var headers = try Self.headers(input.headers)
        let body = Self.body(input.body, &headers)
        // The server can tell a repetition of the same attempt from a new one.
        if method != "GET", method != "HEAD", !headers.contains(where: { $0.name.lowercased() == "idempotency-key" }) {
            headers.append((name: "Idempotency-Key", value: context.idempotencyKey))
        }
        if let traceParent = context.traceParent, !headers.contains(where: { $0.name.lowercased() == "traceparent" }) {
            headers.append((name: "traceparent", value: traceParent))
        }
        let (path, moreHeaders) = (input.path, headers)
        return try await runBlocking { cancellation in
            var call = try endpoint.call(method, path, query: query)
            // A header of the request's own takes the place of the connection's.
            call.headers.removeAll { own in moreHeaders.contains { $0.name.lowercased() == own.name.lowercased() } }
            call.headers += moreHeaders
            call.acceptsCompression = true
            do {
                let answer = try body.withUnsafeBytes { bytes in
                    if !body.isEmpty { call.body = bytes }
                    let client = try CurlClient()
                    return try client.send(call, cancellation)
                }
                return try Self.output(answer, method, endpoint)
            } catch let error as CurlError {
                throw Self.failure(error, endpoint)
            }
        }
    }

    private static func endpoint(_ name: String, _ context: TaskContext) throws -> HTTPEndpoint {
        guard let connection = context.connections[name] else {
            // The context's own failure names the connections that there are.
            _ = try context.storage(for: name)
            throw TaskFailure(error: "Connection.NotFound", cause: "There is no connection \"\(name)\".")
        }
        guard ["http", "https"].contains(connection.url.scheme) else {
            throw TaskFailure(
                error: "Connection.WrongKind",
                cause:
                    "The connection \"\(name)\" is \(connection.url.scheme):, and HTTP requests need http: or https:."
            )
        }
        return try HTTPEndpoint(connection)
    }

    private static func query(_ members: [String: JSON]) throws(TaskFailure) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .null: continue
            case .string(let text): pairs.append((name, text))
            case .array(let values): pairs += values.map { (name, $0.stringValue ?? $0.text) }
            case .object:
                throw TaskFailure(
                    error: "Task.InvalidInput",
                    cause:
                        "The query parameter \"\(name)\" is an object; it can be a text, a number, a boolean or a list of them."
                )
            default: pairs.append((name, value.text))
            }
        }
        return pairs
    }

    private static func headers(_ members: [String: String]) throws(TaskFailure) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
            // A line end would begin a header of the sender's choice.
            guard isName, !value.utf8.contains(where: { $0 < 32 && $0 != 9 }) else {
                throw TaskFailure(
                    error: "Task.InvalidInput",
                    cause: "The header \"\(name)\" has characters that no header can have."
                )
            }
            headers.append((name: name, value: value))
        }
        return headers
    }

    private static func body(_ body: JSON, _ headers: inout [(name: String, value: String)]) -> [UInt8] {
        let isTyped = headers.contains { $0.name.lowercased() == "content-type" }
        switch body {
        case .null: return []
        case .string(let text):
            if !isTyped { headers.append((name: "Content-Type", value: "text/plain; charset=utf-8")) }
            return Array(text.utf8)
        default:
            if !isTyped { headers.append((name: "Content-Type", value: "application/json")) }
            return body.bytes
        }
    }

    private static func output(
        _ answer: HTTPAnswer,
        _ method: String,
        _ endpoint: HTTPEndpoint
    ) throws(TaskFailure) -> HTTPRequest.Output {
        guard answer.status < 400 else {
            let said = String(decoding: answer.body.prefix(500), as: UTF8.self).split(whereSeparator: \.isNewline)
                .joined(separator: " ")
            throw TaskFailure(
                error: ErrorName("HTTP.StatusCode.\(answer.status)"),
                cause: "\(endpoint.place) answered \(method) with \(answer.status)\(said.isEmpty ? "" : ": \(said)")."
            )
        }
        guard !answer.isBodyCut, answer.body.count <= bodyLimit else {
            throw TaskFailure(
                error: "HTTP.BodyTooLarge",
                cause:
                    "\(endpoint.place) answered with more than \(bodyLimit) bytes, which no state can hold; fetch it by the "
                    + "task files-copy."
            )
        }
        let isJSON = answer.headers["content-type"].map { $0.contains("/json") || $0.contains("+json") } ?? false
        let body: JSON
        if answer.body.isEmpty {
            body = .null
        } else if isJSON, let json = try? JSON(parsing: answer.body) {
            body = json
        } else {
            // What says it is JSON and is not is given as text, which the flow can look at.
            body = .string(String(decoding: answer.body, as: UTF8.self))
        }
        return HTTPRequest.Output(status: answer.status, headers: answer.headers, body: body)
    }

    private static func failure(_ error: CurlError, _ endpoint: HTTPEndpoint) -> TaskFailure {
        switch error.code {
        case .timedOut where error.wasConnected:
            TaskFailure(
                error: "HTTP.Timeout",
                cause:
                    "\(endpoint.place) did not answer in time; raise the connection's option timeout_seconds, or ask for less."
            )
        case .tooManyRedirects:
            TaskFailure(error: "HTTP.TooManyRedirects", cause: "\(endpoint.place) redirected more than 10 times.")
        default:
            TaskFailure(error, place: endpoint.place, family: "HTTP")
        }
    }
}
