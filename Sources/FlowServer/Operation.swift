import FlowJSON

/// One operation of the API: the table of its input, the request it decodes, and what it does.
protocol Operation: Sendable {
    /// The members of its input.
    static var members: [Member] { get }

    /// Decodes a validated input.
    init(_ input: Input)

    /// Does what was asked, and answers.
    ///
    /// - Throws: `APIError` for what the caller did wrong.
    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject
}

/// Who asks.
struct Caller: Hashable, Sendable {
    /// The account that resources are made in.
    let account: String
}
