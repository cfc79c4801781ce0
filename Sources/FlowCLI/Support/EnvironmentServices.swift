import FlowJSON
import FlowServer
import FlowServices

/// The services that the environment names, for the logs and events of the server.
struct EnvironmentServices: ServiceCalls {
    let region: String
    private let integrations = ServiceIntegrations()

    init(region: String) { self.region = region }

    func call(_ service: String, _ operation: String, _ parameters: JSON, account: String) async throws -> JSON {
        try await integrations.call(service, operation, parameters, account: account, region: region)
    }
}
