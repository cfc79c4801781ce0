import FlowJSON

/// One request, whatever brought it here.
package struct APIRequest: Sendable {
    /// The operation's name, such as `StartExecution`.
    package var operation: String
    /// The input: JSON in UTF-8.
    package var body: [UInt8]
    /// The caller's account, where the caller names one.
    package var account: String?

    /// A request of the given parts.
    package init(operation: String, body: [UInt8], account: String? = nil) {
        self.operation = operation
        self.body = body
        self.account = account
    }
}

/// The answer to a request.
package struct APIResponse: Hashable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// JSON.
    package var body: String

    init(status: Int, body: String) {
        self.status = status
        self.body = body
    }

    init(_ error: APIError) { self.init(status: error.code.status, body: error.json.text) }
}
