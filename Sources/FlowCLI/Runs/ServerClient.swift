import FlowJSON
import FlowTasks
import FlowTransfer
import StatesLanguage

/// Calls a server of the AWS Step Functions API.
///
/// Requests are signed where the standard AWS variables name keys, and at AWS itself; a server of one's own may want the
/// bearer token of `FLOW_TASK_TOKEN` instead.
struct ServerClient: Sendable {
    /// What the server refused.
    struct Refusal: Error {
        var code: String
        var message: String
    }

    let origin: String
    private let web = WebClient()

    /// - Throws: where the text is no URL of a server.
    init(_ url: String) throws(CommandFailure) {
        var origin = url
        while origin.hasSuffix("/") { origin.removeLast() }
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, ["http:", "https:"].contains(parts[0]), parts[1].isEmpty, !parts[2].isEmpty else {
            throw CommandFailure("\"\(url)\" is no server: write http://host:port or https://host:port.")
        }
        self.origin = origin
    }

    /// The answer of an operation.
    ///
    /// - Throws: `Refusal`, or a `CommandFailure` where no answer came.
    func call(_ operation: String, _ input: JSONObject) async throws -> JSON {
        var request = WebRequest(method: "POST", origin: origin)
        request.headers = [
            ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AWSStepFunctions.\(operation)"),
        ]
        request.body = Array(JSON.object(input).text.utf8)
        request.timeoutMilliseconds = 60_000
        let scope = signingScope
        if scope == nil, let token = ProcessEnvironment["FLOW_TASK_TOKEN"], !token.isEmpty {
            request.headers.append(("authorization", "Bearer \(token)"))
        }
        let answer: WebAnswer
        do {
            answer = try await runBlocking { [web, request] in try web.send(request, signedFor: scope, $0) }
        } catch let failure as WebFailure {
            throw CommandFailure("no answer from \(origin): \(failure.message).", status: .failed)
        } catch let failure as TaskFailure {
            throw CommandFailure(failure.cause, status: .failed)
        }
        let body = try? JSON(parsing: answer.body)  // What is no JSON is refused below.
        if answer.isSuccess, let body { return body }
        let type = body?["__type"]?.stringValue ?? ""
        throw Refusal(
            code: String(type.split(separator: "#").last ?? "HTTP status \(answer.status)"),
            message: body?["message"]?.stringValue ?? body?["Message"]?.stringValue ?? "no message"
        )
    }

    /// The elements of all pages of a list, until `body` answers `false`.
    func eachElement(
        _ operation: String,
        _ input: JSONObject,
        in member: String,
        _ body: (JSON) throws -> Bool
    ) async throws {
        var input = input
        repeat {
            let page = try await call(operation, input)
            for element in page[member]?.arrayValue ?? [] where try !body(element) { return }
            input["nextToken"] = page["nextToken"]
        } while input["nextToken"]?.stringValue != nil
    }

    private var signingScope: SigningScope? {
        let isAWS = origin.contains(".amazonaws.com")
        guard isAWS || ["AWS_ACCESS_KEY_ID", "AWS_PROFILE"].contains(where: { ProcessEnvironment[$0] != nil }) else {
            return nil
        }
        let region = ProcessEnvironment["AWS_REGION"] ?? ProcessEnvironment["AWS_DEFAULT_REGION"] ?? "us-east-1"
        return SigningScope(region: region, service: "states")
    }
}

extension ServerClient.Refusal {
    /// What happened, for the user.
    var failure: CommandFailure { CommandFailure("the server refused: \(code): \(message)", status: .failed) }
}
