package import FlowTransfer
import Glibc

/// Where services are, as AWS's own tools read it from the environment.
package struct ServiceEnvironment: Sendable {
    private let variable: @Sendable (String) -> String?
    /// The keys for a place (`https://host:port`) that takes others than the environment's, or `nil`.
    let keys: @Sendable (String) -> SigningCredentials?

    /// An environment of the given variables.
    package init(_ variables: [String: String]) {
        variable = { variables[$0] }
        keys = { _ in nil }
    }

    private init(
        reading variable: @escaping @Sendable (String) -> String?,
        keys: @escaping @Sendable (String) -> SigningCredentials? = { _ in nil }
    ) {
        self.variable = variable
        self.keys = keys
    }

    /// The process's environment.
    package static let process = ServiceEnvironment(reading: { name in getenv(name).map { String(cString: $0) } })

    /// The process's environment, with more variables where it does not have them.
    ///
    /// - Parameter keys: the keys for a place (`https://host:port`) that takes others than the environment's, or `nil`.
    package static func process(
        adding more: @escaping @Sendable (String) -> String?,
        keys: @escaping @Sendable (String) -> SigningCredentials? = { _ in nil }
    ) -> ServiceEnvironment {
        ServiceEnvironment(reading: { name in process.variable(name) ?? more(name) }, keys: keys)
    }

    private static func variables(of id: String) -> [String] {
        let word = String(id.uppercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
        let other = ["SFN": "STEPFUNCTIONS", "EventBridge": "EVENTS", "CloudWatch Logs": "LOGS"][id]
        return ["AWS_ENDPOINT_URL_\(word)"] + (other.map { ["AWS_ENDPOINT_URL_\($0)"] } ?? [])
    }

    /// The region that is used where the execution names none.
    var region: String { value("AWS_REGION") ?? value("AWS_DEFAULT_REGION") ?? "us-east-1" }

    /// Where a service is: what the environment names, or AWS.
    func endpoint(of model: ServiceModel, region: String) -> ServiceEndpoint {
        let names = Self.variables(of: model.id) + ["AWS_ENDPOINT_URL"]
        for name in names {
            guard var origin = value(name) else { continue }
            while origin.hasSuffix("/") { origin.removeLast() }
            return ServiceEndpoint(origin: origin, isAWS: origin.contains(".amazonaws.com"))
        }
        let suffix = region.hasPrefix("cn-") ? ".cn" : ""
        // IAM and STS's usual hosts have no region.
        let isGlobal = model.endpointPrefix == "iam"
        let host = "\(model.endpointPrefix)\(isGlobal ? "" : ".\(region)").amazonaws.com\(suffix)"
        return ServiceEndpoint(origin: "https://\(host)", isAWS: true)
    }

    private func value(_ name: String) -> String? {
        guard let value = variable(name), !value.isEmpty else { return nil }
        return value
    }
}

/// Where a service is.
struct ServiceEndpoint: Hashable, Sendable {
    /// `https://host:port`.
    var origin: String
    /// Whether it is AWS itself, whose roles are assumed and whose buckets have hosts of their own.
    var isAWS: Bool
}
