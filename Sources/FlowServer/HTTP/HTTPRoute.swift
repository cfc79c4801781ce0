import HTTPTypes
import HummingbirdCore
import NIOCore

/// The one route: `POST /` with the operation in `X-Amz-Target`.
struct HTTPRoute: Sendable {
    let api: StepFunctionsAPI
    let limits: HTTPServer.Limits

    private static let target = "AWSStepFunctions."

    func respond(to request: Request) async -> Response {
        let answer: APIResponse
        do {
            answer = await api.answer(try await read(request))
        } catch let error as APIError {
            answer = APIResponse(error)
        } catch {
            // The client went away; nobody reads this.
            answer = APIResponse(APIError(.requestTimeout, "The request did not arrive."))
        }
        var headers = HTTPFields()
        headers[.contentType] = "application/x-amz-json-1.0"
        if let requestID = HTTPField.Name("x-amzn-RequestId") { headers[requestID] = RandomID.uuid() }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
        )
    }

    private func read(_ request: Request) async throws -> APIRequest {
        guard request.head.method == .post, request.uri.path == "/" else {
            throw APIError(.notFound, "The API is at POST /.")
        }
        guard let target = request.header("x-amz-target"), target.hasPrefix(Self.target) else {
            throw APIError(.unknownOperation, "X-Amz-Target names no operation of AWSStepFunctions.")
        }
        return APIRequest(
            operation: String(target.dropFirst(Self.target.count)),
            body: try await body(of: request),
            account: account(of: request)
        )
    }

    private func body(of request: Request) async throws -> [UInt8] {
        let tooLarge = APIError(.requestTooLarge, "A request may have \(limits.bodyBytes) bytes.")
        if let length = request.header("content-length").flatMap({ Int($0) }), length > limits.bodyBytes {
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

    /// An access key id of twelve digits is the caller's account, as test services have it.
    private func account(of request: Request) -> String? {
        let parts = request.header("authorization")?.split { $0 == " " || $0 == "," } ?? []
        guard let credential = parts.first(where: { $0.hasPrefix("Credential=") }) else { return nil }
        let id = credential.dropFirst("Credential=".count).prefix { $0 != "/" }
        return id.utf8.count == 12 && id.utf8.allSatisfy(\.isDigit) ? String(id) : nil
    }
}

extension Request {
    /// The value of a header, by its name in lower case.
    fileprivate func header(_ name: String) -> String? {
        headers.first { $0.name.canonicalName == name }?.value
    }
}
