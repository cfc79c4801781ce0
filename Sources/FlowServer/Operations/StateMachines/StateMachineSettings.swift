import FlowJSON

/// The configurations of a state machine, completed and judged.
enum StateMachineSettings {
    static let loggingOff: JSONObject = ["level": "OFF", "includeExecutionData": false]
    static let tracingOff: JSONObject = ["enabled": false]
    static let ownedKey: JSONObject = ["type": "AWS_OWNED_KEY"]

    /// The whole logging configuration.
    ///
    /// - Throws: `InvalidLoggingConfiguration`.
    static func logging(_ given: JSONObject?) throws(APIError) -> JSONObject {
        guard let given else { return loggingOff }
        var logging: JSONObject = [
            "level": given["level"] ?? "OFF",
            "includeExecutionData": given["includeExecutionData"] ?? false,
        ]
        logging["destinations"] = given["destinations"]
        let count = given["destinations"]?.arrayValue?.count ?? 0
        guard count == 1 || (count == 0 && logging["level"] == "OFF") else {
            throw APIError(
                .invalidLoggingConfiguration,
                "Invalid Logging Configuration: Must specify exactly one Log Destination."
            )
        }
        return logging
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
