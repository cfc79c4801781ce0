import FlowConnections

/// Who asks AWS.
struct AWSCredentials: Sendable {
    var accessKeyID: String
    var secretAccessKey: Secret
    var sessionToken: String?
    /// When they end, in seconds since 1970; `nil` for those that don't.
    var expiresAtSeconds: Int64?
    /// Where they were found, for messages.
    var origin: String
}
