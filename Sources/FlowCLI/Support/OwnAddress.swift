import FlowConnections
import FlowServer
import FlowTransfer
import Synchronization

/// Where the server listens for the executions that start others, and the key with which these sign.
final class OwnAddress: Sendable {
    private let url = Mutex<String?>(nil)
    private let keyID = "FLOWTASK\(OwnAddress.random(12))"
    private let secret = OwnAddress.random(32)

    /// Notes the address, as soon as it is known.
    func note(host: String, port: Int) {
        let isEverywhere = host == "0.0.0.0" || host == "::"
        let place = isEverywhere ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        url.withLock { $0 = "http://\(place):\(port)" }
    }

    /// Waits until the address is known, which is as soon as requests are taken.
    func waitUntilKnown() async throws {
        while url.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// The variables that name Step Functions.
    func variable(_ name: String) -> String? {
        guard name == "AWS_ENDPOINT_URL_SFN", ProcessEnvironment["AWS_ENDPOINT_URL_STEPFUNCTIONS"] == nil else {
            return nil
        }
        return url.withLock { $0 }
    }

    /// The key for this address, and none for others.
    func keys(for origin: String) -> SigningCredentials? {
        guard origin == url.withLock({ $0 }) else { return nil }
        return SigningCredentials(accessKeyID: keyID, secretAccessKey: secret)
    }

    /// A policy's keys and this one.
    func adding(to keys: AccessKeys?) -> AccessKeys {
        var keys = keys ?? AccessKeys()
        keys.add(keyID, secret: Secret(secret))
        return keys
    }

    private static func random(_ count: Int) -> String {
        String((0..<count).map { _ in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".randomElement() ?? "A" })
    }
}
