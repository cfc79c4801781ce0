import FlowEngine
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// What the server answers: the API at `POST /` with the operation in `X-Amz-Target`, and pages for those who watch it.
struct HTTPRoute: Sendable {
    let api: StepFunctionsAPI
    let access: AccessPolicy
    let limits: HTTPServer.Limits
    let watch: WatcherPages
    let observability: Observability?

    private static let target = "AWSStepFunctions."
    private static let contentType = "application/x-amz-json-1.0"
    private static let requestIDName = HTTPField.Name("x-amzn-RequestId")

    func respond(to request: Request, _ context: ConnectionContext) async -> Response {
        let head = RequestHead(request.head)
        let response = await response(to: request, head, context)
        // A body behind the answer to HEAD would be read as the next answer.
        return head.method == "HEAD" ? response.createHeadResponse() : response
    }

    private func response(to request: Request, _ head: RequestHead, _ context: ConnectionContext) async -> Response {
        if let page = await watch.page(for: head, isFromHere: context.isFromHere) { return page }
        let requestID = RandomID.uuid()
        let answer: APIResponse
        if let observability {
            answer = await observability.observe(operation(of: head), requestID: requestID, head: head) {
                await self.answer(request, head)
            }
        } else {
            answer = await self.answer(request, head)
        }
        return Self.response(to: answer, requestID: requestID)
    }

    private func answer(_ request: Request, _ head: RequestHead) async -> APIResponse {
        do {
            return await api.answer(try await read(request, head))
        } catch let error as APIError {
            return APIResponse(error)
        } catch is HTTPParserError {
            return APIResponse(APIError(.serialization, "The request's body is not what HTTP has."))
        } catch {
            // The client went away; nobody reads this.
            return APIResponse(APIError(.requestTimeout, "The request did not arrive."))
        }
    }

    private static func response(to answer: APIResponse, requestID: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        if let name = requestIDName { headers[name] = requestID }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
        )
    }

    /// The operation that a request names, or `nil` where there is none of that name.
    private func operation(of head: RequestHead) -> String? {
        guard let target = head.header("x-amz-target"), target.hasPrefix(Self.target) else { return nil }
        let name = String(target.dropFirst(Self.target.count))
        return operations[name] == nil ? nil : name
    }

    private func read(_ request: Request, _ head: RequestHead) async throws -> APIRequest {
        guard head.method == "POST", head.path == "/" else { throw APIError(.notFound, "The API is at POST /.") }
        let claim = try access.claim(of: head, at: api.configuration.clock.now)
        if let type = head.header("content-type"), !Self.isContentType(type) {
            throw APIError(.notFound, "The Content-Type of a request is \(Self.contentType).")
        }
        guard let target = head.header("x-amz-target"), target.hasPrefix(Self.target) else {
            throw APIError(.unknownOperation, "X-Amz-Target names no operation of AWSStepFunctions.")
        }
        let body = try await body(of: request, head)
        return APIRequest(
            operation: String(target.dropFirst(Self.target.count)),
            body: body,
            account: try claim.account(checking: body)
        )
    }

    private static func isContentType(_ text: String) -> Bool {
        text.prefix { $0 != ";" && $0 != " " }.lowercased() == contentType
    }

    private func body(of request: Request, _ head: RequestHead) async throws -> [UInt8] {
        let tooLarge = APIError(.requestTooLarge, "A request may have \(limits.bodyBytes) bytes.")
        if let length = head.header("content-length").flatMap({ Int($0) }), length > limits.bodyBytes {
            throw tooLarge
        }
        // Silence ends the connection by itself; a client that drips does not get more time by that.
        let deadline = ContinuousClock.now + .seconds(limits.bodySeconds)
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limits.bodyBytes else { throw tooLarge }
            guard ContinuousClock.now < deadline else {
                throw APIError(.requestTimeout, "The request's body took more than \(limits.bodySeconds) seconds.")
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }
}
