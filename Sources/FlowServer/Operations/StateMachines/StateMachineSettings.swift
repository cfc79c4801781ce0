import FlowJSON

/// The configurations of a state machine, completed and judged.
enum StateMachineSettings {
    static let loggingOff: JSONObject = ["level": "OFF", "includeExecutionData": false]
    static let tracingOff: JSONObject = ["enabled": false]
    static let ownedKey: JSONObject = ["type": "AWS_OWNED_KEY"]

    /// The whole logging configuration.
    ///
    /// - Throws: `InvalidLoggingConfiguration` or `InvalidArn`.
    static func logging(_ given: JSONObject?) throws(APIError) -> JSONObject {
        guard let given else { return loggingOff }
        var logging: JSONObject = [
            "level": given["level"] ?? "OFF",
            "includeExecutionData": given["includeExecutionData"] ?? false,
        ]
        logging["destinations"] = given["destinations"]
        let destinations = given["destinations"]?.arrayValue ?? []
        let arns = destinations.compactMap { $0["cloudWatchLogsLogGroup"]?["logGroupArn"]?.stringValue }
        let isOff = destinations.isEmpty && logging["level"] == "OFF"
        guard isOff || (destinations.count == 1 && arns.count == 1) else {
            throw invalidLogging("Must specify exactly one Log Destination.")
        }
        for arn in arns where !arn.utf8.starts(with: "arn:".utf8) { throw .invalidArn("Invalid ARN prefix: \(arn)") }
        guard LogDestination.groups(of: logging).allSatisfy({ !$0.isEmpty }) else {
            throw invalidLogging("Log Destination not found.")
        }
        return logging
    }

    /// A refusal of a logging configuration.
    static func invalidLogging(_ reason: String) -> APIError {
        APIError(.invalidLoggingConfiguration, "Invalid Logging Configuration: \(reason)")
    }

    static func tracing(_ given: JSONObject?) -> JSONObject { ["enabled": given?["enabled"] ?? false] }

    /// The whole encryption configuration.
    ///
    /// - Throws: `InvalidEncryptionConfiguration`.
    static func encryption(_ given: JSONObject?) throws(APIError) -> JSONObject {
        guard let given, given["type"] != "AWS_OWNED_KEY" || given["kmsKeyId"] != nil else { return ownedKey }
        guard given["type"] == "CUSTOMER_MANAGED_KMS_KEY", given["kmsKeyId"] != nil else {
            throw APIError(
                .invalidEncryptionConfiguration,
                "Invalid Encryption Configuration: a key belongs to CUSTOMER_MANAGED_KMS_KEY, and only to that."
            )
        }
        var encryption = given
        if encryption["kmsDataKeyReusePeriodSeconds"] == nil { encryption["kmsDataKeyReusePeriodSeconds"] = 300 }
        return encryption
    }

    /// Refuses a role that is no ARN; whether it exists is not asked.
    static func check(roleARN: String) throws(APIError) {
        guard roleARN.utf8.starts(with: "arn:".utf8) else { throw .invalidArn("Invalid ARN prefix: \(roleARN)") }
    }

    /// The tags of a list, by key.
    ///
    /// - Throws: `TooManyTags`.
    static func tags(_ list: [JSON]?, of arn: String, added to: JSONObject = [:]) throws(APIError) -> JSONObject {
        var tags = to
        for tag in list ?? [] { tags[tag["key"]?.stringValue ?? ""] = tag["value"] ?? "" }
        guard tags.count <= 50 else {
            throw APIError(.tooManyTags, "Too many tags: '\(arn)'", ["resourceName": .string(arn)])
        }
        return tags
    }
}
