import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage

@testable import FlowTransfer

/// Runs blocking code and gives the failure that it threw.
func failure(_ body: () throws -> Void) -> TaskFailure? {
    do {
        try body()
        return nil
    } catch {
        return error as? TaskFailure
    }
}

extension Connection {
    /// A bucket of the test server.
    static func s3(
        _ bucket: String,
        prefix: String = "",
        secret: String = TestServers.value("S3_SECRET_KEY"),
        options: [String: String] = [:]
    ) -> Connection {
        Connection(
            name: "lake",
            url: ConnectionURL(scheme: "s3", host: bucket, path: prefix.isEmpty ? "" : "/\(prefix)"),
            options: [
                "endpoint": TestServers.value("S3_ENDPOINT"), "region": TestServers.value("S3_REGION"),
                "access_key_id": TestServers.value("S3_ACCESS_KEY"),
            ].merging(options) { $1 },
            secrets: ["secret_access_key": Secret(secret)]
        )
    }

    static func file(_ path: String, name: String = "local") -> Connection {
        Connection(name: name, url: ConnectionURL(scheme: "file", path: path))
    }
}

/// A bucket of a test's own.
func makeBucket() throws -> String {
    let name = "test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    let client = try S3Client(.s3(name))
    _ = try client.send(S3Client.Request(method: "PUT"), Cancellation())
    return name
}
