import FlowJSON

extension APIResponse {
    /// The error's name, or `nil` for a success.
    var error: String? {
        guard status >= 400 else { return nil }
        return parsed?["__type"]?.stringValue?.split(separator: "#").last.map(String.init)
    }

    /// The ARN of the execution that was started, or `nil`.
    var startedExecution: String? { status == 200 ? parsed?["executionArn"]?.stringValue : nil }

    private var parsed: JSON? {
        // What the API itself wrote is JSON.
        try? JSON(parsing: body)
    }
}
