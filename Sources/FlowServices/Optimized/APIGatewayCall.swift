import FlowConnections
import FlowJSON
import FlowTasks
import FlowTransfer
import StatesLanguage

/// `apigateway:invoke`: calls an API that stands at API Gateway.
struct APIGatewayCall {
    let client: ServiceClient
    let scope: CallerScope

    func invoke(_ arguments: JSON) async throws -> JSON {
        let endpoint = arguments["ApiEndpoint"]?.stringValue ?? ""
        let origin = endpoint.contains("://") ? endpoint : "https://\(endpoint)"
        let (server, base) = WebRequest.split(origin)
        var request = WebRequest(method: arguments["Method"]?.stringValue ?? "GET", origin: server)
        let parts = [base, arguments["Stage"]?.stringValue ?? "", arguments["Path"]?.stringValue ?? ""]
        let path = parts.map { $0.split(separator: "/").joined(separator: "/") }.filter { !$0.isEmpty }
        request.path = "/" + PercentEncoding.encode(path.joined(separator: "/"), keepingSlashes: true)
        request.query = WebRequest.query(arguments["QueryParameters"])
        request.headers = WebRequest.headers(arguments["Headers"])
        request.goOn(with: scope)
        request.setBody(arguments["RequestBody"])
        let isSigned = arguments["AuthType"]?.stringValue == "IAM_ROLE"
        let signing = isSigned ? SigningScope(region: scope.region, service: "execute-api") : nil
        let answer: WebAnswer
        do {
            answer = try await client.send(request, signedFor: signing)
        } catch let failure as WebFailure {
            throw TaskFailure(error: "ApiGateway.SdkClientException", cause: failure.message)
        }
        guard answer.isSuccess else {
            throw TaskFailure(
                error: ErrorName("ApiGateway.\(answer.status)"),
                cause: String(decoding: answer.body, as: UTF8.self)
            )
        }
        return answer.asResult
    }
}
