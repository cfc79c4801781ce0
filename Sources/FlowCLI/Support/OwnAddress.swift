import Synchronization

/// Where the server listens, for the executions that start others.
final class OwnAddress: Sendable {
    private let url = Mutex<String?>(nil)

    /// Notes the address, as soon as it is known.
    func note(host: String, port: Int) {
        let isEverywhere = host == "0.0.0.0" || host == "::"
        let place = isEverywhere ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        url.withLock { $0 = "http://\(place):\(port)" }
    }

    /// The variables that name Step Functions.
    func variable(_ name: String) -> String? {
        guard name == "AWS_ENDPOINT_URL_SFN", ProcessEnvironment["AWS_ENDPOINT_URL_STEPFUNCTIONS"] == nil else {
            return nil
        }
        return url.withLock { $0 }
    }
}
