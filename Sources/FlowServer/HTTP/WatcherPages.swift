import HTTPTypes
import HummingbirdCore
import NIOCore

/// The pages for those who watch the server: `/healthz`, `/readyz` and `/metrics`.
struct WatcherPages: Sendable {
    let readiness: Readiness
    let access: AccessPolicy
    let metrics: PrometheusRegistry?

    /// The page that a request asks for, or `nil` where it asks for none of these.
    func page(for head: RequestHead, isFromHere: Bool) async -> Response? {
        guard head.method == "GET" || head.method == "HEAD" else { return nil }
        switch head.path {
        case "/healthz": return Self.text(.ok, "ok\n")
        case "/readyz":
            guard let reason = await readiness.reasonAgainst() else { return Self.text(.ok, "ready\n") }
            return Self.text(.serviceUnavailable, "not ready: \(reason)\n")
        case "/metrics":
            guard let metrics else { return nil }
            guard access.admitsWatcher(head, isFromHere: isFromHere) else {
                return Self.text(.unauthorized, "The metrics need the server's bearer token.\n")
            }
            return Self.text(.ok, metrics.text(), type: PrometheusRegistry.contentType)
        default: return nil
        }
    }

    private static func text(
        _ status: HTTPResponse.Status,
        _ body: String,
        type: String = "text/plain; charset=utf-8"
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
