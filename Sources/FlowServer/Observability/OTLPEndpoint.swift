import FlowConnections
import FlowTransfer

/// Where spans are sent, as OpenTelemetry's variables say it.
///
/// Source: OpenTelemetry, "Environment Variable Specification" and "OTLP Exporter Configuration".
struct OTLPEndpoint: Sendable {
    /// `http://host:port`.
    let origin: String
    let path: String
    let headers: [(name: String, value: String)]
    let timeoutMilliseconds: Int
    /// Attributes of whoever sends, `service.name` first.
    let resource: [(String, String)]

    /// - Returns: `nil` where the variables name no collector.
    init?(_ variables: [String: String]) {
        func value(_ name: String) -> String? {
            variables["OTEL_EXPORTER_OTLP_TRACES_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
                ?? variables["OTEL_EXPORTER_OTLP_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
        }
        guard variables["OTEL_SDK_DISABLED"]?.lowercased() != "true", variables["OTEL_TRACES_EXPORTER"] != "none",
            let given = value("ENDPOINT")
        else { return nil }
        let parts = given.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "http:" || parts[0] == "https:", !parts[2].isEmpty else { return nil }
        origin = "\(parts[0])//\(parts[2])"
        var path = parts.count > 3 ? "/\(parts[3])" : ""
        // The variable for traces alone holds the whole address.
        if variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] != given {
            while path.hasSuffix("/") { path.removeLast() }
            path += "/v1/traces"
        }
        self.path = path.isEmpty ? "/" : path
        headers = Self.pairs(value("HEADERS")).map { ($0.0.lowercased(), $0.1) }
        timeoutMilliseconds = value("TIMEOUT").flatMap { Int($0) } ?? 10_000
        let attributes = Self.pairs(variables["OTEL_RESOURCE_ATTRIBUTES"])
        let name = variables["OTEL_SERVICE_NAME"] ?? attributes.first { $0.0 == "service.name" }?.1 ?? "flow-task"
        resource = [("service.name", name)] + attributes.filter { $0.0 != "service.name" }
    }

    /// `name=value,name=value`, percent-encoded.
    private static func pairs(_ text: String?) -> [(String, String)] {
        (text ?? "").split(separator: ",").compactMap { pair in
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            let name = pair[..<equals].trimmed
            return name.isEmpty
                ? nil : (name, PercentEncoding.decodeLeniently(pair[pair.index(after: equals)...].trimmed))
        }
    }
}
