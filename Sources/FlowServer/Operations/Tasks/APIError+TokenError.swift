import FlowEngine

extension APIError {
    /// Runs what answers a token; where nobody waits for it any more, that is said in AWS's words.
    static func translating(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as TokenError {
            throw APIError(APIError.Code(error.code.text), error.description)
        }
    }
}
