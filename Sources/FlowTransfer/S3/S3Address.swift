import FlowConnections
import StatesLanguage

/// Where a bucket is, and how its URLs are written.
struct S3Address: Hashable, Sendable {
    var scheme: String
    /// With the port where it is not the scheme's own.
    var host: String
    var bucket: String
    var region: String
    /// Whether the bucket stands in the path instead of the host.
    var isPathStyle: Bool
    /// Whether the endpoint is AWS's own, whose host follows the region.
    var isAWS: Bool

    init(_ connection: Connection) throws(TaskFailure) {
        guard let bucket = connection.url.host, !bucket.isEmpty else {
            throw .invalidPath(
                "The URL of the connection \"\(connection.name)\" names no bucket; write s3://bucket/prefix."
            )
        }
        self.bucket = bucket
        let profile = AWSConfigFile(path: AWSProfileFiles.paths.config)[
            connection.options["profile"] ?? environmentVariable("AWS_PROFILE") ?? "default"
        ]
        region =
            connection.options["region"] ?? environmentVariable("AWS_REGION") ?? environmentVariable(
                "AWS_DEFAULT_REGION"
            )
            ?? profile?["region"] ?? "us-east-1"
        let endpoint =
            connection.options["endpoint"] ?? environmentVariable("AWS_ENDPOINT_URL_S3")
            ?? environmentVariable("AWS_ENDPOINT_URL") ?? profile?["endpoint_url"]
        if let endpoint {
            (scheme, host) = try Self.parts(of: endpoint, connection.name)
            isAWS = host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn")
        } else {
            scheme = "https"
            host = Self.awsHost(region)
            isAWS = true
        }
        switch connection.options["path_style"]?.lowercased() {
        case "true", "yes", "on", "1": isPathStyle = true
        case "false", "no", "off", "0": isPathStyle = false
        case nil, "": isPathStyle = !isAWS || bucket.contains(".") || bucket.contains { $0.isUppercase || $0 == "_" }
        case let other?:
            throw .invalidPath(
                "The option path_style of the connection \"\(connection.name)\" is \"\(other)\"; it can be true or false."
            )
        }
    }

    /// The same bucket in another region.
    func inRegion(_ region: String) -> S3Address {
        var moved = self
        moved.region = region
        if isAWS { moved.host = Self.awsHost(region) }
        return moved
    }

    /// The host that serves the bucket.
    var bucketHost: String { isPathStyle ? host : "\(bucket).\(host)" }

    /// The encoded path of a key, or of the bucket itself.
    func path(_ key: String?) -> String {
        let bucketPath = isPathStyle ? "/\(PercentEncoding.encode(bucket))" : ""
        guard let key else { return bucketPath.isEmpty ? "/" : bucketPath }
        return "\(bucketPath)/\(PercentEncoding.encode(key, keepingSlashes: true))"
    }

    private static func awsHost(_ region: String) -> String {
        "s3.\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")"
    }

    private static func parts(of endpoint: String, _ name: String) throws(TaskFailure) -> (scheme: String, host: String)
    {
        for scheme in ["https", "http"] where endpoint.lowercased().hasPrefix("\(scheme)://") {
            var host = String(endpoint.dropFirst(scheme.utf8.count + 3))
            while host.hasSuffix("/") { host.removeLast() }
            // A signed host has no default port, as the Host header has none.
            let defaultPort = scheme == "https" ? ":443" : ":80"
            if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
            if !host.isEmpty, !host.contains("/") { return (scheme, host) }
        }
        throw .invalidPath(
            "The endpoint \"\(endpoint)\" of the connection \"\(name)\" is no URL of a server; write it as https://host:port."
        )
    }
}
