import FlowConnections
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Files of an HTTP server", .enabled(if: TestServers.areRunning))
struct HTTPStorageTests {
    private let cancellation = Cancellation()

    private func storage(_ path: String = "") throws -> HTTPStorage {
        try HTTPStorage(Connection(name: "web", parsing: TestServers.value("HTTP_URL") + path))
    }

    private func expected(_ range: Range<Int>) -> [UInt8] { range.map { UInt8($0 % 251) } }

    @Test("are read from any offset")
    func read() throws {
        #expect(try storage().bytes("bytes/100000") == expected(0..<100_000))
        #expect(try storage("/bytes").bytes("100000", from: 77_777) == expected(77_777..<100_000))
        #expect(try storage().bytes("bytes/1000", from: 1000) == [])
        #expect(try storage().describe("bytes/100000", cancellation).sizeInBytes == 100_000)
    }

    @Test("are gone on with after a broken connection")
    func broken() throws {
        let key = UInt64.random(in: 0 ... .max)
        #expect(try storage().bytes("drop-once/500000/\(key)") == expected(0..<1_000_000))
    }

    @Test("fail with what the server says")
    func failures() throws {
        #expect(failure { _ = try storage().bytes("status/404") }?.error == "Files.NotFound")
        #expect(failure { _ = try storage().bytes("status/403") }?.error == "Files.AccessDenied")
        #expect(
            failure { _ = try storage().bytes("basic/user/secret-password") }?.error == "Files.AuthenticationFailed"
        )
        #expect(failure { _ = try storage().bytes("status/500") }?.error == "HTTP.StatusCode.500")
        #expect(failure { _ = try storage().bytes("reset") }?.error == "Files.ConnectionLost")
        #expect(failure { try storage().put("a", [1]) }?.error == "Files.Unsupported")
    }
}
