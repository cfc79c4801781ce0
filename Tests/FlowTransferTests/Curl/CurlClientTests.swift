import FlowTasks
import Testing

@testable import FlowTransfer

@Suite("A client of libcurl", .timeLimit(.minutes(5)))
struct CurlClientTests {
    @Test(
        "a transfer that failed leaves nothing to the next one",
        arguments: [
            ("http://nothing.invalid/", CurlError.Code.couldNotResolveHost),
            ("http://127.0.0.1:1/", CurlError.Code.couldNotConnect),
        ]
    )
    func failures(url: String, code: CurlError.Code) async throws {
        try await runBlocking { cancellation in
            let client = try CurlClient()
            for _ in 0..<3 {
                var call = HTTPCall(method: "GET", url: url)
                call.silenceSeconds = 10
                let failure = #expect(throws: CurlError.self) { _ = try client.send(call, cancellation) }
                #expect(failure?.code == code)
            }
        }
    }
}
