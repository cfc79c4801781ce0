import FlowConnections
import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("HTTP requests", .enabled(if: TestServers.areRunning))
struct HTTPRequestHandlerTests {
    private func run(
        _ input: HTTPRequest,
        options: [String: String] = [:],
        url: String = TestServers.value("HTTP_URL"),
        traceParent: String? = nil
    ) async throws -> HTTPRequest.Output {
        var context = makeContext([try Connection(name: "web", parsing: url, options: options)])
        context.traceParent = traceParent
        return try await HTTPRequestHandler().perform(input, context)
    }

    @Test("send method, path, query, headers and JSON")
    func echo() async throws {
        let request = HTTPRequest(
            "web",
            method: "POST",
            path: Value("echo?x=1"),
            query: ["day": "2026-01-31", "n": 5, "odd": "a&b=c d+ü"],
            headers: ["X-Trace": "t 1"],
            body: ["a": [1, true]] as JSON
        )
        let output = try await run(request, options: ["token": "secret-token"])
        #expect(output.status == 200)
        #expect(output.headers["content-type"] == "application/json")
        #expect(output.body["method"] == "POST")
        #expect(output.body["path"] == "/echo")
        #expect(output.body["query"] == ["x": "1", "day": "2026-01-31", "n": "5", "odd": "a&b=c d+ü"])
        #expect(output.body["headers"]?["x-trace"] == "t 1")
        #expect(output.body["headers"]?["authorization"] == "Bearer secret-token")
        #expect(output.body["headers"]?["content-type"] == "application/json")
        #expect(output.body["headers"]?["idempotency-key"] == "test/1/1")
        #expect(output.body["body"] == #"{"a":[1,true]}"#)
    }

    @Test("go on with the task's trace, but for a header of their own", arguments: [nil, "own"])
    func trace(own: String?) async throws {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let request = HTTPRequest("web", path: "echo", headers: own.map { ["TraceParent": $0] } ?? [:])
        let output = try await run(request, traceParent: parent)
        #expect(output.body["headers"]?["traceparent"] == .string(own ?? parent))
    }

    @Test("follow redirects, send texts as they are, and give texts as texts")
    func plain() async throws {
        #expect(try await run(HTTPRequest("web", path: "redirect/3")).body["path"] == "/echo")
        let put = try await run(HTTPRequest("web", method: "put", path: "echo", body: "plain"))
        #expect(put.body["method"] == "PUT")
        #expect(put.body["body"] == "plain")
        #expect(try await run(HTTPRequest("web", path: "text")).body.stringValue != nil)
        #expect(try await run(HTTPRequest("web", path: "empty")).body.isNull)
        #expect(try await run(HTTPRequest("web", method: "HEAD", path: "json")).status == 200)
    }

    @Test(
        "fail by names that a flow can match",
        arguments: [
            ("status/404", "HTTP.StatusCode.404"), ("status/503", "HTTP.StatusCode.503"),
            ("redirect-loop", "HTTP.TooManyRedirects"), ("reset", "HTTP.ConnectionLost"),
            ("drop/10", "HTTP.ConnectionLost"),
            ("slow/5", "HTTP.Timeout"), ("bytes/300000", "HTTP.BodyTooLarge"), ("../x", "Files.InvalidPath"),
        ]
    )
    func failures(path: String, error: String) async throws {
        await #expect {
            _ = try await run(HTTPRequest("web", path: Value(path)), options: ["timeout_seconds": "1"])
        } throws: { ($0 as? TaskFailure)?.error.text == error }
    }

    @Test("refuse what no request can be")
    func refused() async throws {
        for request in [
            HTTPRequest("web", method: "BREW"), HTTPRequest("web", headers: ["X": "a\r\nY: b"]),
            HTTPRequest("web", query: ["a": ["b": 1] as JSON]),
        ] {
            await #expect { _ = try await run(request) } throws: { ($0 as? TaskFailure)?.error == "Task.InvalidInput" }
        }
        await #expect { _ = try await run(HTTPRequest("web"), url: "http://127.0.0.1:1") } throws: {
            ($0 as? TaskFailure)?.error == "HTTP.ConnectionFailed"
        }
    }
}
