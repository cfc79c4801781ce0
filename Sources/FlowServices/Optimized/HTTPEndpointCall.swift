import FlowConnections
import FlowJSON
import FlowTasks
import FlowTransfer
import StatesLanguage

/// `http:invoke`: calls an endpoint anywhere, with the authorization of a connection.
///
/// The connection is the one of `connections.yaml` that has the name in `ConnectionArn`: on AWS it is EventBridge's, whose
/// secret nobody else can read.
struct HTTPEndpointCall {
    let client: ServiceClient
    let scope: CallerScope
    let connections: Connections

    /// What the caller may not set, as AWS has it.
    private static let reserved = ["host", "user-agent", "range", "content-length", "transfer-encoding", "te"]
    private static let mostMilliseconds = 60_000

    func invoke(_ arguments: JSON) async throws -> JSON {
        guard let endpoint = arguments["ApiEndpoint"]?.stringValue, endpoint.contains("://") else {
            throw TaskFailure(error: .runtime, cause: "The ApiEndpoint of http:invoke must be a URL.")
        }
        let (server, path) = WebRequest.split(endpoint)
        var request = WebRequest(method: arguments["Method"]?.stringValue ?? "GET", origin: server)
        request.path = path.isEmpty ? "/" : path
        request.query = WebRequest.query(arguments["QueryParameters"])
        request.timeoutMilliseconds = Self.mostMilliseconds
        request.headers = WebRequest.headers(arguments["Headers"]).filter { header in
            let name = header.name.lowercased()
            return !Self.reserved.contains(name) && !name.hasPrefix("x-amz-") && !name.hasPrefix("x-amzn-")
        }
        request.goOn(with: scope)
        request.headers.append(("User-Agent", "Amazon|StepFunctions|HttpInvoke|\(scope.region)"))
        request.headers.append(("Range", "bytes=0-262144"))
        let connection =
            arguments["Authentication"]?["ConnectionArn"] ?? arguments["InvocationConfig"]?["ConnectionArn"]
        if let arn = connection?.stringValue { try authorize(&request, by: arn) }
        if arguments["Transform"]?["RequestBodyEncoding"]?.stringValue == "URL_ENCODED" {
            request.setForm(arguments["RequestBody"], arguments["Transform"]?["RequestEncodingOptions"])
        } else {
            request.setBody(arguments["RequestBody"])
        }
        return try await send(request)
    }

    private func send(_ request: WebRequest) async throws -> JSON {
        let answer: WebAnswer
        do {
            answer = try await client.send(request)
        } catch let failure as WebFailure {
            throw TaskFailure(error: "States.Http.Socket", cause: failure.message)
        }
        guard answer.isSuccess else {
            throw TaskFailure(
                error: ErrorName("States.Http.StatusCode.\(answer.status)"),
                cause: String(decoding: answer.body, as: UTF8.self)
            )
        }
        return answer.asResult
    }

    private func authorize(_ request: inout WebRequest, by arn: String) throws {
        let parts = arn.split(separator: "/")
        let name = parts.count > 1 ? String(parts[1]) : arn
        guard let connection = connections[name] else {
            throw TaskFailure(
                error: "Connection.NotFound",
                cause: "There is no connection \"\(name)\", which the ConnectionArn \"\(arn)\" names."
            )
        }
        func setting(_ key: String) -> String? { connection.secrets[key]?.revealed ?? connection.options[key] }
        if let authorization = setting("authorization") ?? setting("token").map({ "Bearer \($0)" }) {
            request.headers.append(("Authorization", authorization))
        } else if let user = connection.url.user ?? setting("user") {
            let pair = Base64.encode(Array("\(user):\(setting("password") ?? "")".utf8))
            request.headers.append(("Authorization", "Basic \(pair)"))
        }
    }
}
